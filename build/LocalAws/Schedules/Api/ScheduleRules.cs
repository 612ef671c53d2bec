using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Schedules.Expressions;
using Slipway.LocalAws.Schedules.Resources;

namespace Slipway.LocalAws.Schedules.Api;

/// <summary>What CreateSchedule and UpdateSchedule take.</summary>
internal sealed class ScheduleRules(TargetRules targets)
{
    /// <summary>Those that are kept as they come.</summary>
    private static readonly string[] Kept = ["Description", "StartDate", "EndDate"];

    /// <returns>The definition: what was left out has its default, whatever it was before.</returns>
    /// <exception cref="AwsErrorException">It cannot be one.</exception>
    public JsonObject Definition(JsonObject request)
    {
        Members.Length(request.Text("Description"), "description", 0, 512);
        Members.Length(request.Text("ClientToken"), "clientToken", 1, 64);
        var definition = new JsonObject
        {
            ["ScheduleExpression"] = request.Required("ScheduleExpression", "scheduleExpression"),
            ["ScheduleExpressionTimezone"] = request.Text("ScheduleExpressionTimezone") ?? "UTC",
            ["State"] = Members.OneOf(request.Text("State"), "state", "ENABLED", "DISABLED") ?? "ENABLED",
            ["ActionAfterCompletion"] = Members.OneOf(request.Text("ActionAfterCompletion"), "actionAfterCompletion", "NONE", "DELETE") ?? "NONE",
            ["FlexibleTimeWindow"] = Window(request.RequiredObject("FlexibleTimeWindow", "flexibleTimeWindow")),
            ["Target"] = targets.Check(request),
        };
        foreach (var member in Kept.Where(member => request[member] is not null))
            definition[member] = request[member]!.DeepClone();
        request.Real("StartDate");
        request.Real("EndDate");
        CheckExpression(definition);
        return definition;
    }

    private static void CheckExpression(JsonObject definition)
    {
        var (expression, zone) = (definition.Text("ScheduleExpression")!, definition.Text("ScheduleExpressionTimezone")!);
        Members.Length(expression, "scheduleExpression", 1, 256);
        // The sentence is unconfirmed.
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
            throw ScheduleErrors.Invalid($"Invalid Schedule Expression Timezone {zone}.");
        try
        {
            ScheduleExpression.Parse(expression, found, DateTimeOffset.UnixEpoch);
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException)
        {
            throw ScheduleErrors.InvalidExpression(expression);
        }
    }

    /// <summary>LocalAws invokes at the window's beginning, which is within it.</summary>
    private static JsonObject Window(JsonObject given)
    {
        var mode = given.Required("Mode", "flexibleTimeWindow.mode");
        Members.OneOf(mode, "flexibleTimeWindow.mode", "OFF", "FLEXIBLE");
        var length = Members.Between(given.Number("MaximumWindowInMinutes"), "flexibleTimeWindow.maximumWindowInMinutes", 1, 1440);
        // The sentence is unconfirmed.
        if ((mode == "FLEXIBLE") != length.HasValue)
            throw ScheduleErrors.Invalid("MaximumWindowInMinutes must be specified if, and only if, the mode of the flexible time window is FLEXIBLE.");
        return length is null ? new() { ["Mode"] = mode } : new() { ["Mode"] = mode, ["MaximumWindowInMinutes"] = length };
    }
}

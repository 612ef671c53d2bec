using System.Text.Json.Nodes;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>The health check, in whole seconds and within ECS's limits.</summary>
internal static class HealthMembers
{
    /// <summary>Docker's default, where ECS's is 5.</summary>
    private const int DefaultTimeout = 30;

    public static IReadOnlyList<string> Keys { get; } = ["healthcheck"];

    public static void Add(ServiceConversion conversion)
    {
        var from = conversion.From.Object("healthcheck");
        var command = conversion.Service.HealthCommand;
        if (command.Count == 0)
        {
            if (from.Texts("test").Count == 0 && from.Count > 0 && !from.Flag("disable"))
                conversion.Warn("healthcheck", "it has no 'test', and ECS does not check the health check of an image; it is left out");
            return;
        }

        var check = new JsonObject { ["command"] = conversion.Peers.OfHealthCheck(command).ToJson() };
        AddSeconds(conversion, from, check, "interval", "interval", (5, 300));
        AddSeconds(conversion, from, check, "timeout", "timeout", (2, 60));
        if (!check.ContainsKey("timeout")) check["timeout"] = DefaultTimeout;
        if (from.Integer("retries") is { } retries) check["retries"] = Within(conversion, "retries", retries.ToString(), retries, (1, 10), "");
        AddSeconds(conversion, from, check, "start_period", "startPeriod", (0, 300));
        if (from.Says("start_interval")) conversion.Warn("healthcheck.start_interval", "ECS has one interval only");
        conversion.Container["healthCheck"] = check;
    }

    private static void AddSeconds(ServiceConversion conversion, JsonObject from, JsonObject check, string key, string member, (int Least, int Most) limits)
    {
        if (from.Text(key) is not { } text) return;
        if (ComposeUnits.Seconds(text) is { } seconds) check[member] = Within(conversion, key, text, seconds, limits, " s");
        else conversion.Warn($"healthcheck.{key}", $"'{text}' is no duration");
    }

    private static int Within(ServiceConversion conversion, string key, string text, double value, (int Least, int Most) limits, string unit)
    {
        var rounded = Math.Clamp(Math.Ceiling(value), limits.Least, limits.Most);
        if (rounded < value || value < limits.Least)
            conversion.Warn($"healthcheck.{key}", $"ECS takes {limits.Least} to {limits.Most}{unit}, so '{text}' becomes {rounded}{unit}");
        return (int)rounded;
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.Schedules.Resources;

namespace Slipway.LocalAws.Schedules.Api;

/// <summary>CreateSchedule, GetSchedule, UpdateSchedule, DeleteSchedule and ListSchedules.</summary>
internal sealed class ScheduleCalls(ScheduleStore store, ScheduleRules rules, LocalAwsOptions options, TimeProvider time)
{
    private const int LargestPage = 100;

    public async Task<JsonObject> CreateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (group, name) = KeyOf(request);
        var (definition, now) = (rules.Definition(request), time.GetUtcNow());
        var token = request.Text("ClientToken");
        await store.ChangeAsync(
            before => !before.HasGroup(group) ? throw ScheduleErrors.GroupNotFound(group)
                : before.Find((group, name)) is not { } known ? before.With(new Schedule(group, name, definition, now, now) { ClientToken = token })
                : token is not null && known.ClientToken == token ? before : throw ScheduleErrors.ScheduleExists(name),
            cancellationToken);
        return new() { ["ScheduleArn"] = Arn(group, name) };
    }

    public async Task<JsonObject> UpdateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (group, name) = KeyOf(request);
        var definition = rules.Definition(request);
        await store.ChangeAsync(before => before.With(Find(before, group, name) with { Definition = definition, ChangedAt = time.GetUtcNow() }), cancellationToken);
        return new() { ["ScheduleArn"] = Arn(group, name) };
    }

    public async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (group, name) = KeyOf(request);
        await store.ChangeAsync(before => before.Without(Find(before, group, name).Key), cancellationToken);
        return [];
    }

    public JsonObject Get(JsonObject request)
    {
        var (group, name) = KeyOf(request);
        var found = Find(store.Current, group, name);
        var shown = Heading(found);
        foreach (var (member, value) in found.Definition)
            shown[member] = value?.DeepClone();
        return shown;
    }

    public JsonObject List(JsonObject request)
    {
        var (prefix, state) = (request.Text("NamePrefix") ?? "", Members.OneOf(request.Text("State"), "state", "ENABLED", "DISABLED"));
        var group = request.Text("GroupName");
        if (group is not null && !store.Current.HasGroup(group))
            throw ScheduleErrors.GroupNotFound(group);
        var found = store.Current.Schedules
            .Where(known => (group is null || known.Group == group) && known.Name.StartsWith(prefix, StringComparison.Ordinal) && (state is null || known.Definition.Text("State") == state))
            .OrderBy(known => known.Name, StringComparer.Ordinal).ThenBy(known => known.Group, StringComparer.Ordinal).ToList();
        return Page(request, found, "Schedules", Summary);
    }

    /// <summary>A page of a list. Parameters of the query are texts.</summary>
    internal static JsonObject Page<T>(JsonObject request, IReadOnlyList<T> all, string member, Func<T, JsonNode?> view)
    {
        var text = request.Text("MaxResults");
        var length = text is null ? LargestPage : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        Members.Between(length, "maxResults", 1, LargestPage);
        return PageOf<T>.Cut(all, request.Text("NextToken"), length, () => ScheduleErrors.Invalid("Invalid NextToken.")).ToJson(member, view, "NextToken");
    }

    private static (string Group, string Name) KeyOf(JsonObject request) => (request.Group(), request.Name("Name", "name"));

    private static Schedule Find(ScheduleState state, string group, string name) =>
        !state.HasGroup(group) ? throw ScheduleErrors.GroupNotFound(group) : state.Find((group, name)) ?? throw ScheduleErrors.ScheduleNotFound(name);

    private JsonObject Summary(Schedule schedule)
    {
        var shown = Heading(schedule);
        shown["State"] = schedule.Definition.Text("State");
        shown["Target"] = new JsonObject { ["Arn"] = schedule.Target.Text("Arn") };
        return shown;
    }

    private JsonObject Heading(Schedule schedule) => new()
    {
        ["Arn"] = Arn(schedule.Group, schedule.Name),
        ["GroupName"] = schedule.Group,
        ["Name"] = schedule.Name,
        ["CreationDate"] = schedule.CreatedAt.ToTimestamp(),
        ["LastModificationDate"] = schedule.ChangedAt.ToTimestamp(),
    };

    private string Arn(string group, string name) => $"arn:aws:scheduler:{options.Region}:{options.Account}:schedule/{group}/{name}";
}

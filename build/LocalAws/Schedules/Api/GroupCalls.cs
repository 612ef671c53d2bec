using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.Schedules.Resources;

namespace Slipway.LocalAws.Schedules.Api;

/// <summary>Groups of schedules, and their tags.</summary>
internal sealed class GroupCalls(ScheduleStore store, LocalAwsOptions options, TimeProvider time)
{
    private static readonly Dictionary<string, string> NoTags = [];

    public async Task<JsonObject> CreateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = request.Name("Name", "name");
        Members.Length(request.Text("ClientToken"), "clientToken", 1, 64);
        var made = new ScheduleGroup(name, time.GetUtcNow(), TagList.Merge([], request.Objects("Tags")));
        await store.ChangeAsync(before => before.HasGroup(name) ? throw ScheduleErrors.GroupExists(name) : before.With(made), cancellationToken);
        return new() { ["ScheduleGroupArn"] = Arn(name) };
    }

    /// <summary>Its schedules go with it; on AWS a moment later.</summary>
    public async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = request.Name("Name", "name");
        if (name == ScheduleGroup.Default)
            throw ScheduleErrors.DefaultGroup();
        await store.ChangeAsync(before => before.WithoutGroup(Find(before, name).Name), cancellationToken);
        return [];
    }

    public JsonObject Get(JsonObject request) => View(Find(store.Current, request.Name("Name", "name")));

    public JsonObject List(JsonObject request)
    {
        var prefix = request.Text("NamePrefix") ?? "";
        return ScheduleCalls.Page(request, [.. All(store.Current).Where(group => group.Name.StartsWith(prefix, StringComparison.Ordinal))], "ScheduleGroups", View);
    }

    public JsonObject ListTags(JsonObject request) => new() { ["Tags"] = TagList.Of(FindByArn(store.Current, request).Tags) };

    public async Task<JsonObject> TagAsync(JsonObject request, CancellationToken cancellationToken)
    {
        await ChangeAsync(request, tags => TagList.Merge(new(tags), request.Objects("Tags")), cancellationToken);
        return [];
    }

    public async Task<JsonObject> UntagAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var keys = request.Texts("TagKeys");
        await ChangeAsync(request, tags => tags.Where(tag => !keys.Contains(tag.Key)).ToDictionary(), cancellationToken);
        return [];
    }

    private Task ChangeAsync(JsonObject request, Func<IReadOnlyDictionary<string, string>, Dictionary<string, string>> change, CancellationToken cancellationToken) =>
        store.ChangeAsync(before => FindByArn(before, request) is var group ? before.With(group with { Tags = change(group.Tags) }) : before, cancellationToken);

    private ScheduleGroup FindByArn(ScheduleState state, JsonObject request)
    {
        var arn = request.Required("ResourceArn", "resourceArn");
        return All(state).FirstOrDefault(group => Arn(group.Name) == arn) ?? throw ScheduleErrors.GroupNotFound(arn[(arn.LastIndexOf('/') + 1)..]);
    }

    private static ScheduleGroup Find(ScheduleState state, string name) => All(state).FirstOrDefault(group => group.Name == name) ?? throw ScheduleErrors.GroupNotFound(name);

    private static IEnumerable<ScheduleGroup> All(ScheduleState state) =>
        state.Groups.Any(group => group.Name == ScheduleGroup.Default) ? state.Groups : state.Groups.Prepend(new(ScheduleGroup.Default, DateTimeOffset.UnixEpoch, NoTags));

    private JsonObject View(ScheduleGroup group)
    {
        var shown = new JsonObject { ["Arn"] = Arn(group.Name), ["Name"] = group.Name, ["State"] = "ACTIVE" };
        if (group.Name == ScheduleGroup.Default)
            return shown;
        shown["CreationDate"] = group.CreatedAt.ToTimestamp();
        shown["LastModificationDate"] = group.CreatedAt.ToTimestamp();
        return shown;
    }

    private string Arn(string name) => $"arn:aws:scheduler:{options.Region}:{options.Account}:schedule-group/{name}";
}

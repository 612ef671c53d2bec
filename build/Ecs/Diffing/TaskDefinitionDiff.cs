using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Diffing;

/// <summary>
/// Compares task definitions by what ECS would do with them: members that only a response has, the defaults that ECS fills in, the
/// spelling of numbers and sizes, and order where ECS ignores it count for nothing.
/// </summary>
public static class TaskDefinitionDiff
{
    /// <returns>In the order of the documents; none when ECS would do the same.</returns>
    public static IReadOnlyList<Difference> Compare(TaskDefinitionDocument before, TaskDefinitionDocument after)
    {
        var differences = new List<Difference>();
        Compare("", "", Canonical.Of(before), Canonical.Of(after), differences);
        return differences;
    }

    /// <param name="name">Of the member that has the two values.</param>
    private static void Compare(string path, string name, JsonNode? before, JsonNode? after, List<Difference> differences)
    {
        switch (before, after)
        {
            case (JsonObject left, JsonObject right):
                Compare(Members(left), Members(right), member => path.Length == 0 ? member : $"{path}.{member}", member => member, differences);
                break;
            case (JsonArray left, JsonArray right):
                Compare(ListOrder.Entries(name, left), ListOrder.Entries(name, right), entry => $"{path}[{entry}]", _ => "", differences);
                break;
            default:
                if (!IsSame(before, after)) differences.Add(new(path, Shown(path, before), Shown(path, after)));
                break;
        }
    }

    private static void Compare(
        IReadOnlyList<(string Identity, JsonNode? Value)> before, IReadOnlyList<(string Identity, JsonNode? Value)> after, Func<string, string> path, Func<string, string> name, List<Difference> differences)
    {
        var (left, right) = (Index(before), Index(after));
        foreach (var identity in before.Concat(after).Select(entry => entry.Identity).Distinct())
        {
            Compare(path(identity), name(identity), left.GetValueOrDefault(identity), right.GetValueOrDefault(identity), differences);
        }

        static Dictionary<string, JsonNode?> Index(IReadOnlyList<(string Identity, JsonNode? Value)> entries) => entries.ToDictionary(entry => entry.Identity, entry => entry.Value);
    }

    private static List<(string Identity, JsonNode? Value)> Members(JsonObject node) => [.. node.Select(member => (member.Key, member.Value))];

    // A list or an object that is empty was removed with the defaults, so these are different kinds, or one is not there.
    private static bool IsSame(JsonNode? before, JsonNode? after) =>
        (before, after) is (null, null) || (before is JsonValue && after is JsonValue && Canonical.Text(before) == Canonical.Text(after));

    private static string? Shown(string path, JsonNode? node) => node is null ? null : SecretValue.Show(path, node);
}

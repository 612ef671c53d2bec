using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Diffing;

/// <summary>
/// Lists in which order means nothing to ECS, and what identifies their entries. In the others, such as command, dnsServers and
/// environmentFiles (where the first file that has a variable wins), it means something.
/// </summary>
internal static class ListOrder
{
    /// <summary>By the list's name: the members that identify an entry. None: the entry as a whole.</summary>
    private static readonly Dictionary<string, string[]> Identities = new()
    {
        ["containerDefinitions"] = ["name"],
        ["dependsOn"] = ["containerName"],
        ["devices"] = ["hostPath", "containerPath"],
        ["environment"] = ["name"],
        ["extraHosts"] = ["hostname", "ipAddress"],
        ["mountPoints"] = ["containerPath"],
        ["portMappings"] = ["containerPort", "containerPortRange", "protocol"],
        ["resourceRequirements"] = ["type"],
        ["secretOptions"] = ["name"],
        ["secrets"] = ["name"],
        ["systemControls"] = ["namespace"],
        ["tags"] = ["key"],
        ["tmpfs"] = ["containerPath"],
        ["ulimits"] = ["name"],
        ["volumes"] = ["name"],
        ["volumesFrom"] = ["sourceContainer"],
        ["add"] = [],
        ["dockerSecurityOptions"] = [],
        ["drop"] = [],
        ["ignoredExitCodes"] = [],
        ["links"] = [],
        ["placementConstraints"] = [],
        ["requiresCompatibilities"] = [],
    };

    /// <summary>The entries by what identifies them; by their position when order counts, or when two have the same identity.</summary>
    public static IReadOnlyList<(string Identity, JsonNode? Entry)> Entries(string list, JsonArray entries)
    {
        if (!Identities.TryGetValue(list, out var members)) return ByPosition(entries);
        // Of two variables of one name, ECS takes the last.
        if (list == "environment") return [.. entries.OfType<JsonObject>().GroupBy(entry => Identity(members, entry)).Select(group => (group.Key, (JsonNode?)group.Last()))];
        var identified = entries.Select(entry => (Identity: Identity(members, entry), entry)).ToList();
        return identified.DistinctBy(entry => entry.Identity).Count() == identified.Count ? identified : ByPosition(entries);
    }

    private static List<(string Identity, JsonNode? Entry)> ByPosition(JsonArray entries) =>
        [.. entries.Select((entry, index) => (index.ToString(System.Globalization.CultureInfo.InvariantCulture), entry))];

    private static string Identity(string[] members, JsonNode? entry) => entry switch
    {
        JsonObject node when members.Length > 0 => string.Join('/', members.Select(node.Text).OfType<string>()),
        _ => Canonical.Text(entry),
    };
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>Members of requests that AWS honours and LocalAws does not: a request that has one is refused, since it would be accepted and then not happen.</summary>
/// <param name="members">Operations, with commas between, then a path: <c>CreateRule,ModifyRule Transforms</c>, <c>RunTask overrides.cpu</c>, <c>CreateService loadBalancers[].port</c>.</param>
public sealed partial class UnsupportedMembers(IReadOnlyList<string> members)
{
    private readonly ILookup<string, string> _paths = members
        .Select(line => line.Split(' '))
        .SelectMany(line => line[0].Split(',').Select(operation => (Operation: operation, Path: line[1])))
        .ToLookup(member => member.Operation, member => member.Path);

    /// <summary>Each operation with each of its paths.</summary>
    public IEnumerable<(string Operation, string Path)> All => _paths.SelectMany(paths => paths.Select(path => (paths.Key, path)));

    /// <exception cref="AwsErrorException">The request of the JSON protocol has one.</exception>
    public void Check(string operation, JsonObject request)
    {
        if (_paths.Contains(operation)) Refuse(operation, Said(request, ""));
    }

    /// <exception cref="AwsErrorException">The request of the Query protocol has one.</exception>
    public void Check(string operation, IReadOnlyDictionary<string, string> parameters)
    {
        if (_paths.Contains(operation)) Refuse(operation, parameters.Where(parameter => parameter.Value is not ("" or "false")).SelectMany(parameter => Prefixes(ListIndex().Replace(parameter.Key, "[]"))));
    }

    /// <summary>The paths of what an object says. Null, false and what is empty say nothing.</summary>
    public static IEnumerable<string> Said(JsonObject request, string before) =>
        request.Where(member => Says(member.Value)).SelectMany(member => Within(member.Value!, before + member.Key).Prepend(before + member.Key));

    private static bool Says(JsonNode? value) => value switch
    {
        JsonObject of => of.Count > 0,
        JsonArray list => list.Count > 0,
        JsonValue one => one.ToString() is not ("" or "false"),
        _ => false,
    };

    private static IEnumerable<string> Within(JsonNode value, string path) => value switch
    {
        JsonObject of => Said(of, $"{path}."),
        JsonArray list => list.OfType<JsonObject>().SelectMany(element => Said(element, $"{path}[].")),
        _ => [],
    };

    private static IEnumerable<string> Prefixes(string path)
    {
        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = path.IndexOf('.', dot + 1)) yield return path[..dot].TrimEnd('[', ']');
        yield return path.TrimEnd('[', ']');
    }

    private void Refuse(string operation, IEnumerable<string> said)
    {
        if (said.FirstOrDefault(_paths[operation].Contains) is { } path) throw AwsErrorException.NotImplemented($"'{path}' of {operation}");
    }

    [GeneratedRegex(@"\.member\.\d+")]
    private static partial Regex ListIndex();
}

using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>How an operation of the REST and JSON protocol is called.</summary>
/// <param name="Path">With members in braces, as in <c>/schedules/{Name}</c>.</param>
/// <param name="Query">The members that are parameters of the query, by the name of the parameter; a member that ends with <c>[]</c> is a list.</param>
public sealed record RestRoute(string Method, string Path, string Operation, params (string Parameter, string Member)[] Query)
{
    /// <summary>The members that path and query have; null when the request is another operation's.</summary>
    internal JsonObject? Match(HttpRequest request)
    {
        var (wanted, given) = (Path.Split('/'), (request.Path.Value ?? "").Split('/'));
        if (request.Method != Method || wanted.Length != given.Length)
            return null;
        var members = new JsonObject();
        foreach (var (pattern, part) in wanted.Zip(given))
        {
            if (pattern.StartsWith('{'))
                members[pattern.Trim('{', '}')] = Uri.UnescapeDataString(part);
            else if (pattern != part)
                return null;
        }

        foreach (var (parameter, member) in Query)
        {
            if (!request.Query.TryGetValue(parameter, out var values))
                continue;
            if (member.EndsWith("[]", StringComparison.Ordinal))
                members[member[..^2]] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
            else
                members[member] = values[^1];
        }

        return members;
    }
}

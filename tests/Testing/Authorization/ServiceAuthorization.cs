using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Testing.Authorization;

/// <summary>
/// An extract of AWS's Service Authorization Reference as of September 2026: for each service, by the prefix of its actions, the actions that policies of Slipway
/// may have, with the resource types and the condition keys that each of them supports; and the names of all operations, by the service's API model.
/// </summary>
public sealed partial class ServiceAuthorization
{
    private readonly JsonObject _services;

    private ServiceAuthorization(JsonObject services) => _services = services;

    /// <summary>What is checked in.</summary>
    public static ServiceAuthorization Extract { get; } = Read();

    /// <summary>The operations of every service, by the service's id: <c>CloudWatch Logs</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Operations => _services.Select(service => service.Value!.AsObject()).Where(service => service["service"] is not null)
        .ToDictionary(service => (string)service["service"]!, IReadOnlySet<string> (service) => service["operations"]!.AsArray().Select(name => (string)name!).ToHashSet());

    /// <summary>What is wrong with a statement that allows an action on a resource under a condition; null when AWS knows all of it.</summary>
    /// <param name="action">Such as <c>ecs:UpdateService</c>.</param>
    /// <param name="resource">An ARN with wildcards, or <c>*</c>.</param>
    /// <param name="keys">The condition's.</param>
    public string? Problem(string action, string resource, IReadOnlyCollection<string> keys)
    {
        var parts = action.Split(':');
        if (_services[parts[0]]?["actions"]?[parts[1]] is not JsonObject known) return $"{action} is no action";
        var types = known["resources"]!.AsArray().Select(arn => (string)arn!).ToList();
        if (resource == "*" && types.Count > 0 && keys.Count == 0) return $"{action} can be narrowed to {string.Join(", ", types)}";
        if (resource != "*" && !types.Exists(type => Pattern(type).IsMatch(resource)))
            return $"{action} is not for {resource}, but for {(types.Count == 0 ? "*" : string.Join(", ", types))}";
        var supported = known["keys"]!.AsArray().Select(key => ((string)key!).Split("/${")[0]).ToHashSet();
        var unknown = keys.Where(key => !supported.Contains(key)).ToList();
        return unknown.Count == 0 ? null : $"{action} has no condition key {string.Join(", ", unknown)}";
    }

    /// <summary>A wildcard of the resource may stand for what a variable of the reference stands for, and for more.</summary>
    private static Regex Pattern(string type) => new($"^{Variable().Replace(Regex.Escape(type).Replace(@"\$\{", "${", StringComparison.Ordinal).Replace(@"\}", "}", StringComparison.Ordinal), "[^:]*?(?::[*0-9]+)?")}(?::\\*)?$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static ServiceAuthorization Read()
    {
        using var stream = typeof(ServiceAuthorization).Assembly.GetManifestResourceStream("service-authorization.json")!;
        return new(JsonNode.Parse(stream)!.AsObject());
    }

    [GeneratedRegex(@"\$\{\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Variable();
}

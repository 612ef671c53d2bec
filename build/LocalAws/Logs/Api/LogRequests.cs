using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>Reads the members of requests to CloudWatch Logs, and holds them against the API's model.</summary>
internal static partial class LogRequests
{
    public static string GroupName(this JsonObject request, string member = "logGroupName")
    {
        var name = request.Text(member) ?? throw LogErrors.Constraint("null", member, "Member must not be null");
        if (name.Length is 0 or > 512)
            throw LogErrors.Constraint(name, member, "Member must have length between 1 and 512");
        return GroupPattern().IsMatch(name) ? name : throw LogErrors.Constraint(name, member, @"Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+");
    }

    /// <summary>The group of <c>logGroupName</c>, or of <c>logGroupIdentifier</c>, which is a name or an ARN.</summary>
    public static string GroupOf(this JsonObject request)
    {
        if (request.Text("logGroupIdentifier") is not { } identifier)
            return request.GroupName();
        if (request.Text("logGroupName") is not null)
            throw LogErrors.Invalid("LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        return NameOf(identifier);
    }

    public static string StreamName(this JsonObject request)
    {
        var name = request.Text("logStreamName") ?? throw LogErrors.Constraint("null", "logStreamName", "Member must not be null");
        return name.Length is > 0 and <= 512 && !name.Contains(':') && !name.Contains('*')
            ? name
            : throw LogErrors.Constraint(name, "logStreamName", "Member must satisfy regular expression pattern: [^:*]*");
    }

    /// <summary>The group in an ARN, with or without <c>:*</c> at its end; what is no ARN is a name.</summary>
    public static string NameOf(string identifier) =>
        identifier.StartsWith("arn:", StringComparison.Ordinal) && identifier.Split(':') is [_, _, "logs", _, _, "log-group", var name, ..] ? name : identifier;

    /// <summary>A number of milliseconds; null when the request has none.</summary>
    public static long? Milliseconds(this JsonObject request, string member) => request[member] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<long>(out var number) =>
            number >= 0 ? number : throw LogErrors.Constraint($"{number}", member, "Member must have value greater than or equal to 0"),
        _ => throw LogErrors.Constraint($"{request[member]}", member, "Member must be a number of milliseconds"),
    };

    public static int Limit(this JsonObject request, int standard, int longest)
    {
        var limit = request.Number("limit") ?? standard;
        return limit < 1 || limit > longest ? throw LogErrors.Constraint($"{limit}", "limit", $"Member must have value between 1 and {longest}") : limit;
    }

    public static Dictionary<string, string> Tags(this JsonObject request) =>
        (request.Object("tags") ?? []).ToDictionary(tag => tag.Key, tag => tag.Value?.ToString() ?? "");

    [GeneratedRegex(@"^[.\-_/#A-Za-z0-9]+$")]
    private static partial Regex GroupPattern();
}

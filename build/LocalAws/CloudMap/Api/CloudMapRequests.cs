using System.Text.Json.Nodes;
using Slipway.LocalAws.CloudMap.Resources;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CloudMap.Api;

/// <summary>What the requests of Cloud Map have in common.</summary>
internal static class CloudMapRequests
{
    private const int LongestPage = 100;

    public static string Required(this JsonObject request, string member) =>
        request.Text(member) is { Length: > 0 } text ? text : throw CloudMapErrors.InvalidInput($"{member} is required.");

    /// <summary>The members of an object of texts, such as <c>Attributes</c>.</summary>
    public static Dictionary<string, string> TextMap(this JsonObject request, string member) =>
        (request.Object(member) ?? []).ToDictionary(pair => pair.Key, pair => request.Object(member)!.Text(pair.Key) ?? "");

    public static Dictionary<string, string> Tags(this JsonObject request) => TagList.Merge([], request.Objects("Tags"));

    /// <summary>Cuts a list as <c>MaxResults</c> and <c>NextToken</c> ask for.</summary>
    public static PageOf<T> Page<T>(this JsonObject request, IReadOnlyList<T> all) => PageOf<T>.Cut(
        all, request.Text("NextToken"), Math.Clamp(request.Number("MaxResults") ?? LongestPage, 1, LongestPage), () => CloudMapErrors.InvalidInput("The specified NextToken is not valid."));

    /// <summary>Whether something matches all <c>Filters</c> of a request.</summary>
    /// <param name="values">By the name of a filter: what it compares with.</param>
    public static bool Matches(this JsonObject request, IReadOnlyDictionary<string, string> values) => request.Objects("Filters").All(filter =>
    {
        var wanted = filter.Texts("Values");
        var value = values.GetValueOrDefault(filter.Required("Name")) ?? throw CloudMapErrors.InvalidInput($"Filter '{filter.Text("Name")}' is not known.");
        return filter.Text("Condition") switch
        {
            null or "EQ" or "IN" => wanted.Contains(value),
            "BEGINS_WITH" => wanted.Any(start => value.StartsWith(start, StringComparison.Ordinal)),
            var other => throw AwsErrorException.NotImplemented($"the filter condition '{other}' of Cloud Map"),
        };
    });

    /// <summary>The answer to a change that AWS makes in the background.</summary>
    public static JsonObject Answer(this Operation operation) => new() { ["OperationId"] = operation.Id };

    public static void AddText(this JsonObject view, string member, string? text)
    {
        if (text is not null)
            view[member] = text;
    }
}

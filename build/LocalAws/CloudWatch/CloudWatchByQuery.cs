using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CloudWatch;

/// <summary>The Query protocol of CloudWatch, which older SDKs and command lines speak: the same members, in a form and in XML.</summary>
internal sealed class CloudWatchByQuery(CloudWatchService service) : IQueryService
{
    private static readonly string[] Integers = ["Period", "EvaluationPeriods", "DatapointsToAlarm", "EvaluationInterval", "MaxRecords", "PendingPeriod", "RecoveryPeriod"];
    private static readonly string[] Flags = ["ActionsEnabled", "ReturnData"];

    /// <summary>Those that may be empty; an empty list is a field without a value, too.</summary>
    private static readonly string[] Texts = ["AlarmDescription", "StateReason"];

    public string SigningName => "monitoring";

    public IReadOnlyList<string> Unsupported => service.Unsupported;

    public XNamespace XmlNamespace { get; } = "http://monitoring.amazonaws.com/doc/2010-08-01/";

    public async Task<IReadOnlyList<XElement>> InvokeAsync(string action, IReadOnlyDictionary<string, string> parameters, string? accessKeyId, CancellationToken cancellationToken)
    {
        var given = parameters.Where(parameter => parameter.Key is not ("Action" or "Version") && (parameter.Value.Length > 0 || Texts.Contains(parameter.Key)));
        var request = Build("", [.. given.Select(parameter => new Entry(parameter.Key.Split('.'), parameter.Value))]) as JsonObject;
        return [.. Members(await service.InvokeAsync(action, request ?? [], cancellationToken))];
    }

    /// <summary>The value of a member, from its fields: <c>Dimensions.member.1.Name</c> is a member of the first item of a list.</summary>
    private static JsonNode Build(string name, IReadOnlyList<Entry> entries)
    {
        if (entries is [{ Path: [] } only])
            return Typed(name, only.Value);
        if (entries.Count > 0 && entries.All(entry => entry.Path is ["member", _, ..]))
            return new JsonArray([.. entries.GroupBy(entry => Number(entry.Path[1])).OrderBy(item => item.Key).Select(item => Build(name, [.. item.Select(entry => entry with { Path = entry.Path[2..] })]))]);
        var members = new JsonObject();
        foreach (var member in entries.Where(entry => entry.Path.Length > 0).GroupBy(entry => entry.Path[0]))
            members[member.Key] = Build(member.Key, [.. member.Select(entry => entry with { Path = entry.Path[1..] })]);
        return members;
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static JsonValue Typed(string name, string value) =>
        Integers.Contains(name) && int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
        : name == "Threshold" && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var threshold) ? JsonValue.Create(threshold)
        : Flags.Contains(name) && bool.TryParse(value, out var flag) ? JsonValue.Create(flag)
        : JsonValue.Create(value);

    private IEnumerable<XElement> Members(JsonObject value) =>
        value.Where(member => member.Value is not null).Select(member => new XElement(XmlNamespace + member.Key, Content(member.Key, member.Value!)));

    private object Content(string name, JsonNode value) => value switch
    {
        JsonObject members => Members(members),
        JsonArray items => items.Select(item => new XElement(XmlNamespace + "member", Content(name, item!))),
        _ when name.EndsWith("Timestamp", StringComparison.Ordinal) =>
            DateTimeOffset.FromUnixTimeMilliseconds((long)(value.GetValue<decimal>() * 1000)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    /// <param name="Path">What is left of the field's name, at its dots.</param>
    private sealed record Entry(string[] Path, string Value);
}

using System.Text.Json.Nodes;
using Slipway.Aws.Calls;

namespace Slipway.Aws.Logs;

/// <summary>Which events of a group to give; what is left out does not restrict.</summary>
public sealed record LogFilter
{
    /// <summary>By name, at most a hundred; one that does not exist makes the answer empty. Not together with <see cref="StreamPrefix"/>.</summary>
    public IReadOnlyCollection<string> Streams { get; init; } = [];

    /// <summary>What the streams' names begin with.</summary>
    public string? StreamPrefix { get; init; }

    /// <summary>The first moment, itself among them, to the millisecond.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>In CloudWatch's own syntax: terms that the message must have, or <c>{ $.level = "error" }</c>.</summary>
    public string? Pattern { get; init; }

    internal JsonObject ToJson(string group)
    {
        var json = new JsonObject { ["logGroupName"] = group };
        if (Streams.Count > 0) json["logStreamNames"] = Streams.ToJson();
        if (StreamPrefix is not null) json["logStreamNamePrefix"] = StreamPrefix;
        if (Start is { } start) json["startTime"] = start.ToUnixTimeMilliseconds();
        if (Pattern is not null) json["filterPattern"] = Pattern;
        return json;
    }
}

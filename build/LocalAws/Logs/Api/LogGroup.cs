using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>A log group; its streams and events are in files of their own.</summary>
internal sealed record LogGroup(string Name, DateTimeOffset CreatedAt)
{
    /// <summary>Null keeps events for ever.</summary>
    public int? RetentionInDays { get; init; }

    public string? KmsKeyId { get; init; }

    public string Class { get; set; } = "STANDARD";

    public Dictionary<string, string> Tags { get; set; } = [];
}

/// <summary>The log groups, as they are stored in <c>log-groups.json</c>.</summary>
internal sealed record LogState
{
    public const string StateName = "log-groups";

    /// <summary>By name.</summary>
    public Dictionary<string, LogGroup> Groups { get; set; } = [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LogState))]
[JsonSerializable(typeof(LogEvent))]
[JsonSerializable(typeof(LogFileHeader))]
internal sealed partial class LogJson : JsonSerializerContext;

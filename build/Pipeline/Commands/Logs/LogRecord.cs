using System.Text.Json.Serialization;
using Slipway.Ecs.Logs;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Logs;

/// <summary>A container's line in JSON.</summary>
/// <param name="Time">As <see cref="Timestamps"/> write it.</param>
/// <param name="Task">The task's id.</param>
internal sealed record LogRecord(string Time, string Task, string Container, string Message)
{
    /// <summary>The service's name, where lines of several are shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Service { get; init; }

    public static LogRecord Of(LogLine line) => new(Timestamps.Text(line.Time), line.Task, line.Container, line.Message);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LogRecord))]
internal sealed partial class LogJson : JsonSerializerContext;

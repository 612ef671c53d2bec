using System.Text.Json.Serialization;
using Slipway.Ecs.Logs;
using Slipway.Ecs.OneOff;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Run;

/// <summary>How a command that was run once ended, in JSON: the last line of <c>Run</c>.</summary>
/// <param name="Task">The task's id; null when ECS could not place it.</param>
/// <param name="ExitCode">The command's own; null when it never ran.</param>
/// <param name="Reason">What ECS says about the task and its containers.</param>
internal sealed record CommandRecord(
    string Cluster, string Service, string TaskDefinition, string Container, IReadOnlyList<string> Command,
    string? Task, int? ExitCode, string? StopCode, string Reason, string? StartedAt, string? StoppedAt)
{
    public static CommandRecord Of(string service, OneOffRequest request, OneOffResult result) => new(
        request.Cluster, service, request.TaskDefinition, request.Container, request.Command,
        result.Task is null ? null : TaskId.Of(result.Task), result.ExitCode, result.StopCode, result.Reason, Timestamps.Text(result.StartedAt), Timestamps.Text(result.StoppedAt));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CommandRecord))]
internal sealed partial class CommandJson : JsonSerializerContext;

using System.Text.Json.Serialization;
using Slipway.Ecs.Releases;
using Slipway.Ecs.Status;

namespace Slipway.Pipeline.Commands.Status;

/// <summary>What an environment's service runs, in JSON.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Deployed">False when there is no such service; then the members behind it are null.</param>
internal sealed record StatusRecord(
    string Application, string Environment, string Region, string Cluster, string Service, bool Deployed,
    string? Status = null, string? TaskDefinition = null, int? Desired = null, int? Running = null, int? Pending = null, ReleaseRecord? Release = null,
    IReadOnlyList<DeploymentRecord>? Deployments = null, PauseRecord? Pause = null, IReadOnlyList<ImageStatus>? Images = null, IReadOnlyList<TargetStatus>? Targets = null,
    IReadOnlyList<EventRecord>? Events = null, IReadOnlyList<string>? Remarks = null)
{
    /// <summary>With what is known of the service.</summary>
    public StatusRecord With(ServiceStatus found) => this with
    {
        Status = found.Status,
        TaskDefinition = found.TaskDefinition,
        Desired = found.Desired,
        Running = found.Running,
        Pending = found.Pending,
        Release = found.Release,
        Deployments = [.. found.Deployments.Select(DeploymentRecord.Of)],
        Pause = found.Pause is { } pause ? PauseRecord.Of(pause) : null,
        Images = found.Images,
        Targets = found.Targets,
        Events = [.. found.Events.Select(EventRecord.Of)],
        Remarks = found.Remarks,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PipelineRecord))]
[JsonSerializable(typeof(ScheduleRecord))]
[JsonSerializable(typeof(StatusRecord))]
internal sealed partial class StatusJson : JsonSerializerContext;

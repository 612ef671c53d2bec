using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Scaling;

/// <summary>The number of tasks of a service, as what Application Auto Scaling may change.</summary>
/// <param name="ResourceId"><c>service/CLUSTER/SERVICE</c>.</param>
public sealed record ScalableTarget(string ResourceId, string Arn, int MinCapacity, int MaxCapacity, DateTimeOffset CreatedAt)
{
    public bool IsScaleInSuspended { get; init; }

    public bool IsScaleOutSuspended { get; init; }

    public bool IsScheduledScalingSuspended { get; init; }
}

/// <summary>All that Application Auto Scaling knows.</summary>
public sealed record ScalingState
{
    public IReadOnlyList<ScalableTarget> Targets { get; set; } = [];
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(ScalingState))]
public sealed partial class ScalingJson : JsonSerializerContext;


using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>A port of a task as a target of a target group.</summary>
public sealed class TargetRegistration
{
    public required string TargetGroupArn { get; init; }

    public required TaskTarget Target { get; init; }

    public TargetHealth Health { get; set; } = new(TargetState.Initial);
}

using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>A port of a task as a target of a target group.</summary>
public sealed class TargetRegistration
{
    public required string TargetGroupArn { get; init; }

    public required TaskTarget Target { get; set; }

    /// <summary>Whether the container has another address since the target group was told of the target.</summary>
    public bool HasMoved { get; set; }

    public TargetHealth Health { get; set; } = new(TargetState.Initial);

    /// <summary>Its container was started again, and the engine has given it this address.</summary>
    public void MoveTo(string address)
    {
        if (Target.Address == address)
            return;
        Target = Target with { Address = address };
        HasMoved = true;
    }
}

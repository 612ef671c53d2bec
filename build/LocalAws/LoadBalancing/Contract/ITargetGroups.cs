namespace Slipway.LocalAws.LoadBalancing.Contract;

/// <summary>The target groups of this LocalAws, as ECS uses them: it registers the tasks of its services and goes by their health.</summary>
/// <remarks>What is registered, and its health, is on disk: it is the same after a restart. Every call can be made again.</remarks>
public interface ITargetGroups
{
    /// <summary>Null when there is no such target group.</summary>
    TargetGroupFacts? Find(string targetGroupArn);

    /// <summary>Adds a target, whose health is INITIAL until its checks have passed; returns when the load balancer knows it.</summary>
    Task RegisterAsync(string targetGroupArn, TaskTarget target, CancellationToken cancellationToken);

    /// <summary>Sends the requests for a target, which keeps its id, port and health, to its container's new address. Does nothing where it is not registered.</summary>
    Task MoveAsync(string targetGroupArn, TaskTarget target, CancellationToken cancellationToken);

    /// <summary>
    /// Sends a target no more requests, and returns when the deregistration delay is over and it is gone: requests that are still under way are
    /// then cut off. Returns at once for a target that is not registered.
    /// </summary>
    Task DeregisterAsync(string targetGroupArn, TaskTarget target, CancellationToken cancellationToken);

    TargetHealth HealthOf(string targetGroupArn, TaskTarget target);

    /// <summary>Tells of each change of a target's health, until disposed of. It is called one change at a time and must not block.</summary>
    IDisposable OnHealthChanged(Action<TargetHealthChange> changed);
}

/// <summary>One target's health, now.</summary>
public sealed record TargetHealthChange(string TargetGroupArn, TaskTarget Target, TargetHealth Health);

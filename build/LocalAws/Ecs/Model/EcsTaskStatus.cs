namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The <c>lastStatus</c> of a task, in the order of its life.</summary>
public enum EcsTaskStatus
{
    /// <summary>Its network and volumes are being made.</summary>
    Provisioning,

    /// <summary>Images are pulled and containers started, as their dependencies allow.</summary>
    Pending,

    /// <summary>Every container was started; its ports are being registered with target groups.</summary>
    Activating,

    Running,

    /// <summary>It gets no more requests from load balancers; those that are under way may end.</summary>
    Deactivating,

    /// <summary>Containers are being stopped.</summary>
    Stopping,

    /// <summary>All containers have stopped; the network is being removed.</summary>
    Deprovisioning,

    Stopped,
}

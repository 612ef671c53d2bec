namespace Slipway.LocalAws.Kernel.State;

/// <summary>What happens when a container is to log into a group that does not exist, and its task definition does not have it made.</summary>
public enum MissingLogGroups
{
    /// <summary>The group is made, as the cluster and the repositories of a rehearsal are.</summary>
    Create,

    /// <summary>The task fails to start, as on ECS.</summary>
    Fail,
}

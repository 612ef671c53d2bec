namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The <c>status</c> of a service deployment.</summary>
public enum ServiceDeploymentStatus
{
    InProgress,
    RollbackRequested,
    RollbackInProgress,
    Successful,
    Stopped,
    RollbackSuccessful,
    RollbackFailed,
}

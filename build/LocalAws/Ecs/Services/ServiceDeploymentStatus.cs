namespace Slipway.LocalAws.Ecs.Services;

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

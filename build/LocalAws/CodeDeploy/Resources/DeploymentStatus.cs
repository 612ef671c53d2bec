namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>The <c>status</c> of a deployment, by the API's names.</summary>
public enum DeploymentStatus
{
    Created,
    Queued,
    InProgress,

    /// <summary>The replacement is installed and waits for ContinueDeployment.</summary>
    Ready,

    Succeeded,
    Failed,
    Stopped,
}

namespace Slipway.LocalAws.CodeDeploy.Runs;

/// <summary>Carries deployments on in the background.</summary>
public interface IDeploymentDriver
{
    /// <summary>Checks a deployment that is new, or of which something was asked, at once.</summary>
    void Wake(string deploymentId);
}

using Slipway.LocalAws.CodeDeploy.Resources;

namespace Slipway.LocalAws.CodeDeploy.Runs;

/// <summary>A deployment cannot continue; what ends it, in CodeDeploy's code and words.</summary>
internal sealed class DeploymentFailedException(string code, string message) : Exception(message)
{
    public DeploymentError Error { get; } = new(code, message);
}

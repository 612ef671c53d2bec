namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>What callers asked of a deployment while it runs. It is apart from the deployment, which only its own run changes.</summary>
public sealed record DeploymentSignals(bool Stop, bool RollBack, bool ReadyWaitIsOver, bool TerminationWaitIsOver)
{
    public static DeploymentSignals None { get; } = new(Stop: false, RollBack: false, ReadyWaitIsOver: false, TerminationWaitIsOver: false);
}

using Slipway.Ecs.Status;

namespace Slipway.Ecs.Rollouts;

/// <summary>How far a deployment is.</summary>
/// <param name="Reason">Why it failed, in the words of who carries it out; else what it says about itself.</param>
/// <param name="Line">The figures, for people.</param>
internal sealed record DeploymentProgress(DeploymentPhase Phase, string Reason, string Line, ServiceDescription Service)
{
    /// <summary>Percent of the requests that the new revision gets; null where nobody shifts traffic.</summary>
    public int? Traffic { get; init; }

    /// <summary>Whether a deployment that failed stays as it is, since there is nothing left that could be stopped.</summary>
    public bool IsLeftAsItIs { get; init; }

    /// <summary>Null while it waits for nobody.</summary>
    public DeploymentPause? Pause { get; init; }
}

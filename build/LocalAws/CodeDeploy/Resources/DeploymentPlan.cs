namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>What a deployment goes by: its group's settings at the time it was created.</summary>
public sealed record DeploymentPlan
{
    public required string Cluster { get; init; }

    public required string Service { get; init; }

    /// <summary>Two: the one behind which the service runs, and the one for its replacement, in any order.</summary>
    public required IReadOnlyList<string> TargetGroupNames { get; init; }

    /// <summary>ARN of the listener that the production traffic comes through.</summary>
    public required string ProductionListener { get; init; }

    /// <summary>ARN of the listener that leads to the replacement before the production traffic does; null for none.</summary>
    public string? TestListener { get; init; }

    public required TrafficRouting Routing { get; init; }

    /// <summary>How long it waits for ContinueDeployment before it stops; null when it continues on its own.</summary>
    public int? ReadyWaitMinutes { get; init; }

    /// <summary>How long the original task set stays after the traffic has left it.</summary>
    public int TerminationWaitMinutes { get; init; }

    public bool RollsBackFailures { get; init; }

    public bool RollsBackStops { get; init; }
}

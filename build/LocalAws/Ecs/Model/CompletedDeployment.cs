namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The deployment that last completed: what a rollback goes back to.</summary>
public sealed record CompletedDeployment(
    string Id, string TaskDefinitionArn, string RevisionArn, IReadOnlyList<BalancedPort> BalancedPorts, IReadOnlyDictionary<string, string> References)
{
    public Launch Launch { get; set; } = Launch.Ec2;

    /// <summary>Null where tasks are registered in no service of Cloud Map.</summary>
    public ServiceRegistry? Registry { get; init; }

    /// <summary>Null without Service Connect.</summary>
    public ServiceConnect? Connect { get; set; }
}

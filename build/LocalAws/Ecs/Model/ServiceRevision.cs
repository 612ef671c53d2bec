using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>What a deployment brings a service to: its task definition and its settings at that moment.</summary>
/// <param name="Definition">The members of the service that are shown again as they were given.</param>
public sealed record ServiceRevision(string Arn, string TaskDefinitionArn, IReadOnlyList<BalancedPort> BalancedPorts, JsonObject Definition, DateTimeOffset CreatedAt)
{
    public Launch Launch { get; set; } = Launch.Ec2;

    /// <summary>Null where tasks are registered in no service of Cloud Map.</summary>
    public ServiceRegistry? Registry { get; init; }

    /// <summary>Null without Service Connect.</summary>
    public ServiceConnect? Connect { get; set; }
}

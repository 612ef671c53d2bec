using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>A service of ECS and the cluster that it is in.</summary>
public sealed record EcsServiceName(string Cluster, string Service)
{
    /// <param name="text"><c>cluster/service</c>, which the command line has checked.</param>
    public static EcsServiceName Parse(string text) => new(text.Split('/')[0], text.Split('/')[1]);

    public override string ToString() => $"{Cluster}/{Service}";
}

/// <summary>A service that an environment is taken from.</summary>
/// <param name="Strategy">As <c>deploy.strategy</c> has it.</param>
/// <param name="TaskDefinition">What it runs.</param>
/// <param name="Definition">What it has beside; null where CodeDeploy or another program deploys it.</param>
internal sealed record TakenService(EcsServiceName Name, string Strategy, TaskDefinitionDocument TaskDefinition, ServiceDefinition? Definition);

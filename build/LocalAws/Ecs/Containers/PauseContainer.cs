using System.Globalization;
using Docker.DotNet.Models;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>
/// The container that has the network interface of a task in network mode awsvpc, as ECS's agent makes it: it does nothing, and the others share its
/// network. So they have one address and one set of ports, and reach each other at 127.0.0.1. All tasks are on the network of the load balancers,
/// which stands for the VPC.
/// </summary>
internal sealed class PauseContainer(DockerEngine docker, SupportImages images, EngineNames names, ILoadBalancerNetwork network)
{
    /// <summary>As the agent names it: https://github.com/aws/amazon-ecs-agent, <c>agent/api/task</c>.</summary>
    public const string Name = "~internal~ecs~pause";

    private static readonly string ImageFolder = Path.Combine("Ecs", "Containers", "Pause");

    /// <summary>Makes and starts it, or takes up the one that the last process made.</summary>
    /// <exception cref="EngineException">The engine refuses.</exception>
    public async Task<ContainerObservation> EnsureAsync(TaskSnapshot task, CancellationToken cancellationToken)
    {
        var name = EngineNames.Pause(task);
        if (await docker.InspectContainerAsync(name, cancellationToken) is null)
            await docker.CreateContainerAsync(await SettingsAsync(task, cancellationToken), cancellationToken);
        await docker.StartContainerAsync(name, cancellationToken);
        return ContainerInspection.Read(await docker.InspectContainerAsync(name, cancellationToken) ?? throw new EngineException($"Container {name} is gone."));
    }

    private async Task<CreateContainerParameters> SettingsAsync(TaskSnapshot task, CancellationToken cancellationToken)
    {
        var networkName = await network.EnsureAsync(cancellationToken);
        var ports = task.BalancedPorts.Select(port => string.Create(CultureInfo.InvariantCulture, $"{port}/tcp")).ToList();
        return new()
        {
            Image = await images.EnsureAsync("pause", ImageFolder, cancellationToken),
            Name = EngineNames.Pause(task),
            Labels = new Dictionary<string, string>(names.Labels(task)) { [EngineNames.ContainerLabel] = Name },
            ExposedPorts = ports.ToDictionary(port => port, _ => default(EmptyStruct)),
            HostConfig = new()
            {
                NetworkMode = networkName,
                // The other containers of the task have its hosts file.
                ExtraHosts = [.. task.Hosts],
                DNS = task.Resolver is { } resolver ? [resolver] : [],
                PortBindings = ports.ToDictionary(port => port, _ => (IList<PortBinding>)[new() { HostIP = "127.0.0.1", HostPort = "" }]),
                // What belongs to the network is set here for all containers of the task.
                Sysctls = task.Definition.Containers.SelectMany(container => ContainerNetwork.Controls(container, ofNetwork: true)).DistinctBy(control => control.Key).ToDictionary(),
                ReadonlyRootfs = true,
                CapDrop = ["ALL"],
                SecurityOpt = ["no-new-privileges"],
            },
            NetworkingConfig = new()
            {
                EndpointsConfig = new Dictionary<string, EndpointSettings>
                {
                    [networkName] = new() { IPAMConfig = new() { LinkLocalIPs = [.. task.Agent.Values.Select(access => access.Address).OfType<string>().Take(1)] } },
                },
            },
        };
    }
}

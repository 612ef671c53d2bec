using System.Globalization;
using Docker.DotNet.Models;
using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.Agent.Forwarding;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.Agent;

/// <summary>Connects containers with the agent, and tells them where it is.</summary>
internal sealed class TaskAgent(LocalAwsOptions options, DockerEngine docker, Forwarder forwarder, ApiPort port, ILoadBalancerNetwork network) : ITaskAgent
{
    public Task EnsureAsync(CancellationToken cancellationToken) => forwarder.EnsureAsync(cancellationToken);

    public async Task<string> ResolverAsync(bool isOnHost, CancellationToken cancellationToken) =>
        isOnHost ? await forwarder.AddressAsync(cancellationToken) : AgentAddresses.Agent;

    public async Task ConnectAsync(string container, AgentAccess access, CancellationToken cancellationToken)
    {
        try
        {
            var endpoint = new EndpointSettings { IPAMConfig = new() { LinkLocalIPs = access.Address is { } address ? [address] : [] } };
            await docker.ConnectNetworkAsync(await network.EnsureAsync(cancellationToken), container, endpoint, cancellationToken);
        }
        catch (EngineException refused) when (refused.Says("already exists in network"))
        {
            // The process that began this task did it.
        }
    }

    public async Task<IReadOnlyDictionary<string, string>> CompleteAsync(
        IReadOnlyDictionary<string, string> own, AgentAccess access, string image, CancellationToken cancellationToken)
    {
        var inspected = await docker.InspectImageAsync(image, cancellationToken);
        var ofImage = (inspected?.Config?.Env ?? []).Select(variable => variable.Split('=', 2)[0]).ToHashSet();
        var endpoint = access.IsOnHost ? string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port.Value}") : $"http://{AgentAddresses.Agent}";
        return AgentVariables.With(own, access, endpoint, options.Region, ofImage);
    }
}

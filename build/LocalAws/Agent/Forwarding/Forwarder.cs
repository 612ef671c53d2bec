using System.Globalization;
using Docker.DotNet.Models;
using Slipway.LocalAws.Agent.ServiceConnect;
using Slipway.LocalAws.Kernel.Callers;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.Agent.Forwarding;

/// <summary>
/// The container that is the agent, the resolver of names and the proxy of Service Connect for the containers of tasks: it has their addresses on the network of tasks, and
/// passes on to LocalAws what is asked, by a Unix socket, or by the name of this machine where the engine is in a virtual machine. Found again by its name and its labels.
/// </summary>
internal sealed partial class Forwarder(
    LocalAwsOptions options, CallerKey key, DockerEngine docker, SupportImages images, ILoadBalancerNetwork network, ApiPort port, ConnectProxy connect, TimeProvider time, ILogger<Forwarder> log)
    : IStartable, IDisposable
{
    private const string TargetLabel = $"{LocalAwsOptions.LabelName}.target";
    private const string SocketFolder = "/run/slipway";
    private const string ThisMachine = "host.docker.internal";
    private const int LinesToQuote = 5;

    private static readonly string ImageFolder = Path.Combine("Agent", "Forwarding", "Image");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private Way? _way;
    private volatile Start? _start;

    private string Name => $"slipway-local-aws-{options.InstanceId}-agent";

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RemoveAllAsync(CancellationToken cancellationToken) => docker.RemoveContainerAsync(Name, cancellationToken);

    /// <summary>Starts it unless it runs, and waits until it has reached LocalAws. An engine from which it does not is no reason not to start tasks; the log says so.</summary>
    /// <exception cref="EngineException">The engine refuses.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var image = await images.EnsureAsync("agent", ImageFolder, cancellationToken);
            var way = _way ??= await FindWayAsync(cancellationToken);
            if (await docker.InspectContainerAsync(Name, cancellationToken) is { State.Running: true } found && found.Config?.Image == image && TargetOf(found) == way.Target)
                return;
            await docker.RemoveContainerAsync(Name, cancellationToken);
            connect.Forget();
            var start = _start = new(Guid.NewGuid().ToString("n"), new(TaskCreationOptions.RunContinuationsAsynchronously));
            await docker.CreateContainerAsync(Settings(image, way, start.Id, await network.EnsureAsync(cancellationToken)), cancellationToken);
            await docker.StartContainerAsync(Name, cancellationToken);
            await WaitAsync(start, way.Target, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Its address on its network, where this machine reaches it. It may be another one after a restart of the engine.</summary>
    /// <exception cref="EngineException">It is gone, or the engine refuses.</exception>
    public async Task<string> AddressAsync(CancellationToken cancellationToken)
    {
        var found = await docker.InspectContainerAsync(Name, cancellationToken);
        return found?.NetworkSettings?.Networks?.Values.Select(endpoint => endpoint.IPAddress).FirstOrDefault(address => !string.IsNullOrEmpty(address))
            ?? throw new EngineException($"Container {Name} has no address.");
    }

    /// <summary>To be called when a forwarder has reached LocalAws.</summary>
    /// <param name="start">The id of its start, as its path says.</param>
    public void Reached(string start)
    {
        if (_start is { } known && known.Id == start)
            known.Reached.TrySetResult();
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>In a rootless engine the user of this process is the containers' root.</summary>
    private async Task<Way> FindWayAsync(CancellationToken cancellationToken) => await docker.SharesSocketsAsync(cancellationToken)
        ? new($"unix@{SocketFolder}/{AgentSocket.Name}", await docker.SharesLoopbackAsync(cancellationToken) ? AgentSocket.Owner : "0:0")
        : new(string.Create(CultureInfo.InvariantCulture, $"{ThisMachine}:{port.Value}"), SocketUser: null);

    private static string? TargetOf(ContainerInspectResponse container) => container.Config?.Labels?.TryGetValue(TargetLabel, out var target) == true ? target : null;

    private async Task WaitAsync(Start start, string target, CancellationToken cancellationToken)
    {
        try
        {
            await start.Reached.Task.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            NotReached(target, string.Join(" | ", await docker.LogsAsync(Name, LinesToQuote, cancellationToken)));
        }
    }

    private CreateContainerParameters Settings(string image, Way way, string start, string networkName) => new()
    {
        Image = image,
        Name = Name,
        User = way.SocketUser ?? "",
        Labels = new Dictionary<string, string>([.. options.Labels, new($"{LocalAwsOptions.LabelName}.role", "agent"), new(TargetLabel, way.Target)]),
        // At its socket LocalAws knows the forwarder without the key.
        Env = [$"SLIPWAY_LOCAL_AWS={way.Target}", $"SLIPWAY_READY=/v4/{start}/forwarder", $"SLIPWAY_KEY={(way.SocketUser is null ? key.Value : "")}"],
        HostConfig = new()
        {
            ReadonlyRootfs = true,
            // What the proxy of Service Connect has to do.
            Tmpfs = new Dictionary<string, string> { ["/tmp"] = "" },
            CapDrop = ["ALL"],
            // Each question for a name has a process while it is answered.
            PidsLimit = 512,
            // Where SELinux confines containers it would keep this one from the socket.
            SecurityOpt = ["no-new-privileges", "label=disable"],
            // Users have the same numbers as here.
            UsernsMode = "host",
            Sysctls = new Dictionary<string, string> { ["net.ipv4.ip_unprivileged_port_start"] = "0" },
            LogConfig = new() { Type = "json-file", Config = new Dictionary<string, string> { ["max-size"] = "1m", ["max-file"] = "2" } },
            NetworkMode = networkName,
            Mounts = way.SocketUser is not null ? [new() { Type = "bind", Source = AgentSocket.FolderIn(options.StateDirectory), Target = SocketFolder, ReadOnly = true }] : [],
            ExtraHosts = way.SocketUser is not null ? [] : [$"{ThisMachine}:host-gateway"],
        },
        NetworkingConfig = new()
        {
            EndpointsConfig = new Dictionary<string, EndpointSettings> { [networkName] = new() { IPAMConfig = new() { LinkLocalIPs = [AgentAddresses.Agent, .. AgentAddresses.OfNames] } } },
        },
    };

    [LoggerMessage(LogLevel.Warning, "Containers of tasks do not reach LocalAws by {Target}: they get no metadata, no credentials and none of its services. The forwarder's log: {Lines}")]
    private partial void NotReached(string target, string lines);

    /// <summary>How LocalAws is reached.</summary>
    /// <param name="Target">As HAProxy names it.</param>
    /// <param name="SocketUser">Whom LocalAws's socket belongs to, in the container; null where it is no socket.</param>
    private sealed record Way(string Target, string? SocketUser);

    private sealed record Start(string Id, TaskCompletionSource Reached);
}

using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.FromCompose;

/// <summary>All services on their way to one task definition.</summary>
internal sealed class TaskConversion
{
    public const string Bridge = "bridge";
    public const string Awsvpc = "awsvpc";

    private readonly Dictionary<string, JsonObject> _volumes = [];

    /// <param name="services">Those that it has.</param>
    /// <param name="known">These and all that they may name as a host.</param>
    public TaskConversion(ComposeDocument compose, IReadOnlyList<ComposeService> services, IReadOnlyList<ComposeService> known, ConversionOptions options)
    {
        (Compose, Services, Options) = (compose, services, options);
        // host and none only when every service wants it: a task has one.
        NetworkMode = options.LaunchType == LaunchType.Fargate ? Awsvpc
            : services.Select(service => service.Node.Text("network_mode")).Distinct().ToList() is [("host" or "none") and { } mode] ? mode
            : Bridge;
        Peers = new(known, options.Files);
        Order = new(services, IsAlone ? Peers : new(services, options.Files));
        Leaks = new(compose, services, known, options);
    }

    public ComposeDocument Compose { get; }

    /// <summary>Those that it has.</summary>
    public IReadOnlyList<ComposeService> Services { get; }

    public ConversionOptions Options { get; }

    /// <summary>How services call each other.</summary>
    public PeerNames Peers { get; }

    public StartOrder Order { get; }

    public SecretLeaks Leaks { get; }

    public string NetworkMode { get; }

    /// <summary>Whether it is the whole application, and not one of its services.</summary>
    public bool IsAlone => Options.Surroundings is null;

    public List<ConversionWarning> Warnings { get; } = [];

    public Dictionary<string, IReadOnlyDictionary<string, string>> Private { get; } = [];

    /// <summary>By service: what stands as <see cref="WrittenValues.FillIn"/> since only this machine says it: names of variables, or keys of the service.</summary>
    public Dictionary<string, List<string>> FilledIn { get; } = [];

    /// <summary>Services of which the Compose file says no size: the memory that they got in MiB, and where that is from, null for nowhere.</summary>
    public List<(string Service, int Size, string? Source)> Sized { get; } = [];

    /// <summary>Services whose health check had to be left out.</summary>
    public HashSet<string> Unchecked { get; } = [];

    /// <summary>Host ports that are taken, as in <c>8080/tcp</c>, each with the service that has it.</summary>
    public Dictionary<string, string> HostPorts { get; } = [];

    /// <summary>Set by what cannot be done without the role: secrets, and on Fargate logs.</summary>
    public bool NeedsExecutionRole { get; set; }

    public IReadOnlyCollection<JsonObject> Volumes => _volumes.Values;

    public ComposeService? Find(string service) => Services.FirstOrDefault(other => other.Name == service);

    public PeerPlace PlaceOf(ComposeService peer) => Find(peer.Name) is not null ? PeerPlace.Task
        : Options.Surroundings?.Replaced.ContainsKey(peer.Name) == true ? PeerPlace.Replaced
        : UnjoinedBecause(peer) is not null ? PeerPlace.Unjoined
        : PeerPlace.Service;

    /// <summary>Why Service Connect does not lead from this task to a service of another one, a part of a sentence; null where it does.</summary>
    public string? UnjoinedBecause(ComposeService peer) =>
        IsAlone || Find(peer.Name) is not null || Options.Surroundings!.Replaced.ContainsKey(peer.Name) ? null : NetworkMode is Bridge or Awsvpc ? Options.Surroundings.Unjoined.GetValueOrDefault(peer.Name) : $"Service Connect has no network mode {NetworkMode}";

    /// <summary>What Service Connect makes known of a service.</summary>
    public IReadOnlyList<ConnectedPort> PortsOf(ComposeService service) => Options.Surroundings?.PortsOf(service.Name) ?? [];

    public ServiceHints HintsOf(ComposeService service) => Options.Surroundings?.Hints.GetValueOrDefault(service.Name) ?? ServiceHints.None;

    public void Warn(string key, string reason) => Warnings.Add(new("", key, reason));

    /// <summary>Whether others wait for the service to end well: it does its work and is no part of what keeps the task up.</summary>
    public bool IsOneShot(ComposeService service) =>
        Services.Any(other => other.DependsOn.GetValueOrDefault(service.Name) == "service_completed_successfully" && Order.StartsBefore(service, other));

    /// <summary>
    /// Whether the service does its work and ends while others keep running. One that publishes a port, has a health check, keeps data or is named by others as a host
    /// keeps running too, whatever its <c>restart</c> says.
    /// </summary>
    public bool IsJob(ComposeService service) => IsOneShot(service)
        || (service.Restart == "no" && service is { Ports.Count: 0, HealthCommand.Count: 0, Kind: ServiceKind.Application }
            && Services.Any(other => other.Restart != "no" && !IsOneShot(other)) && !Services.Any(other => Order.NamesOf(other, service).Any()));

    /// <returns>The volume's name in the task definition.</returns>
    public string AddVolume(string name, Func<JsonObject> definition)
    {
        var key = EcsName.From(name);
        if (!_volumes.ContainsKey(key))
        {
            var volume = new JsonObject { ["name"] = key };
            foreach (var (member, value) in definition()) volume[member] = value?.DeepClone();
            _volumes[key] = volume;
        }

        return key;
    }
}

using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Ecs.Scheduler;

namespace Slipway.LocalAws.Tests.Ecs.Testing;

/// <summary>An engine without containers: it remembers what it was told and says that it was done, or what a test wants it to say.</summary>
internal sealed class FakeEngine
{
    private readonly List<Effect> _waiting = [];
    private readonly Dictionary<string, FakeContainer> _containers = [];

    /// <summary>In order: <c>pull web</c>, <c>start web</c>, <c>stop web 30</c>, <c>release ID</c>, …</summary>
    public List<string> Work { get; } = [];

    /// <summary>Work that stays under way until it is taken from here.</summary>
    public HashSet<string> Held { get; } = [];

    /// <summary>Work that fails, and the reason.</summary>
    public Dictionary<string, string> Failures { get; } = [];

    /// <summary>Container names whose process ends as soon as it was started, and its exit code.</summary>
    public Dictionary<string, int> Ends { get; } = [];

    /// <summary>The same by the task that is started; null for a process that runs.</summary>
    public Func<TaskSnapshot, int?> ExitCodeOf { get; set; } = _ => null;

    /// <summary>Of containers that are started from now on, on the network of the load balancers.</summary>
    public string Address { get; set; } = "10.0.0.2";

    /// <summary>The task of each container that was started, as it was told to the engine.</summary>
    public List<TaskSnapshot> Started { get; } = [];

    /// <summary>The address at which ports are published beside loopback, for a task that Cloud Map knows; null for none.</summary>
    public string? ReachableAt { get; set; }

    public void Take(IEnumerable<Effect> effects)
    {
        foreach (var effect in effects)
        {
            Work.Add(Name(effect));
            _waiting.Add(effect);
        }
    }

    /// <summary>The process that had asked for the work is gone.</summary>
    public void ForgetWork()
    {
        _waiting.Clear();
        Work.Clear();
    }

    public List<Report> Do()
    {
        var done = _waiting.Where(effect => !Held.Contains(effect.Key)).ToList();
        _waiting.RemoveAll(done.Contains);
        return [.. done.SelectMany(Do)];
    }

    public Report Change(string id, Func<FakeContainer, FakeContainer> change)
    {
        _containers[id] = change(_containers[id]);
        return new ContainerObserved(_containers[id].Observe());
    }

    private IEnumerable<Report> Do(Effect effect)
    {
        if (Failures.TryGetValue(effect.Key, out var reason))
            return [new EffectEnded(effect, reason)];
        return effect switch
        {
            PullImage pull => [new ImagePulled(pull.Owner, pull.Container, new($"{pull.Task.References[pull.Container]}@sha256:1", "sha256:1")), new EffectEnded(effect)],
            ProvisionTask { Task.HasInterface: true } provision => [new InterfaceAttached(provision.Owner, Interface(provision.Owner)), new EffectEnded(effect)],
            StartContainer start => [new ContainerStarted(start.Owner, start.Container, Start(start)), new EffectEnded(effect)],
            StopContainer stop => [Change(stop.RuntimeId, container => container.Exited(143)), new EffectEnded(effect)],
            AbandonStart => Abandon(effect),
            _ => [new EffectEnded(effect)],
        };
    }

    private static ContainerObservation Interface(string task) => new($"{task}-pause", ContainerState.Running)
    {
        Addresses = new Dictionary<string, string> { ["vpc"] = "10.0.0.9" },
        MacAddress = "02:42:0a:00:00:09",
        NetworkBindings = [new("127.0.0.1", 80, 32769, "tcp")],
    };

    private List<Report> Abandon(Effect abandon)
    {
        var given = _waiting.Where(effect => effect.Owner == abandon.Owner).ToList();
        _waiting.RemoveAll(given.Contains);
        return [.. given.Select(effect => new EffectEnded(effect)), new EffectEnded(abandon)];
    }

    private ContainerObservation Start(StartContainer start)
    {
        Started.Add(start.Task);
        var container = new FakeContainer($"{start.Owner}-{start.Container}") { IsBalanced = start.Task.Balanced.Contains(start.Container) || start.Task is { HasInterface: false, Hosts.Count: > 0 }, Address = Address, ReachableAt = start.Task.Registry is null ? null : ReachableAt };
        if ((Ends.TryGetValue(start.Container, out var known) ? known : ExitCodeOf(start.Task)) is { } exitCode)
            container = container.Exited(exitCode);
        _containers[container.Id] = container;
        return container.Observe();
    }

    private static string Name(ListenerShare share) =>
        $"{share.ListenerOrRuleArn} to {string.Join(", ", share.Weights.OrderBy(weight => weight.Key, StringComparer.Ordinal).Select(weight => $"{weight.Key} {weight.Value}"))}";

    private static string Name(DiscoveryInstance instance) =>
        $"{instance.Attributes["AWS_INSTANCE_IPV4"]}:{instance.Attributes.GetValueOrDefault("AWS_INSTANCE_PORT")} {instance.Attributes["AWS_INIT_HEALTH_STATUS"]} in {instance.RegistryArn}";

    private static string Name(Effect effect) => effect switch
    {
        StopContainer stop => $"{stop.Key} {stop.Timeout.TotalSeconds}",
        ReleaseTask { KeepContainers: true } => $"release {effect.Owner}, keep containers",
        ReleaseTask => $"release {effect.Owner}",
        RegisterTask register => $"register {string.Join(", ", register.Targets.Select(known => $"{known.Target.Address}:{known.Target.ContainerPort} in {known.TargetGroupArn}").Concat(register.Instances.Select(Name)))}",
        ReportHealth report => $"{(report.Instances[0].IsHealthy ? "healthy" : "unhealthy")} in {string.Join(", ", report.Instances.Select(known => known.RegistryArn))}",
        DeregisterInstance gone => $"deregister from {string.Join(", ", gone.Instances.Select(known => known.RegistryArn))}",
        MoveTargets move => $"move {string.Join(", ", move.Targets.Select(known => $"{known.Target.Address}:{known.Target.HostPort} in {known.TargetGroupArn}"))}",
        DeregisterTargets deregister => $"deregister {string.Join(", ", deregister.Targets.Select(known => known.TargetGroupArn))}",
        ShiftTraffic shift => $"shift {string.Join("; ", shift.Shares.Select(Name))}",
        _ => effect.Key,
    };
}

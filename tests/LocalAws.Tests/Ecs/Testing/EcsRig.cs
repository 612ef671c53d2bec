using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Engine;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Ecs.Scheduler;
using Slipway.LocalAws.Ecs.Sessions;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Ecs.Testing;

/// <summary>ECS on an engine that does at once what it is told, and a clock that stands still: the whole of it runs inside the test's own calls.</summary>
internal sealed class EcsRig
{
    private static readonly LocalAwsOptions Options = new()
    {
        StateDirectory = "/nowhere",
        InstanceId = "rig",
        RegistryHost = "127.0.0.1:1",
        Account = "123456789012",
        Region = "eu-west-2",
    };

    private EcsWorld _world;
    private DateTimeOffset? _wakeAt;

    private readonly EcsSettings _settings;

    public EcsRig(EcsSettings? settings = null)
    {
        _settings = settings ?? new();
        _world = new(new(), Options, _settings, TargetGroups, Registry, Alarms, Sessions, Time);
        Call("CreateCluster", """{"clusterName": "local"}""");
    }

    /// <summary>Whether a service may be one that cannot be scheduled; else the call that brings it about throws.</summary>
    public bool ToleratesFailures { get; init; }

    public ManualTimeProvider Time { get; } = new();

    public FakeEngine Engine { get; } = new();

    public FakeTargetGroups TargetGroups { get; } = new();

    public FakeServiceRegistry Registry { get; } = new();

    public FakeAlarms Alarms { get; } = new();

    public ExecSessions Sessions { get; } = new(() => 4566);

    public Service Service(string name = "web") => _world.State.Service("local", name)!;

    /// <summary>What the proxy of Service Connect is to do: a line for each listener, with the addresses that it leads to.</summary>
    public IReadOnlyList<string> Connections => [.. _world.Machine.Connections.Select(listener =>
        $"{(listener.IsHttp ? "http" : "tcp")} {listener.Address}:{listener.Port} {listener.IdleTimeout} {listener.RequestTimeout} to {string.Join(' ', listener.Targets.Select(target => $"{target.Address}:{target.Port}"))}".TrimEnd())];

    public string Ec2Instance => new EcsArns(Options).Ec2InstanceId(0);

    public string ContainerInstance => InstanceOf(0);

    /// <summary>The id of a container instance, by its number from 0.</summary>
    public string InstanceOf(int number) => EcsArns.NameOf(new EcsArns(Options).ContainerInstance("local", number));

    public IReadOnlyList<EcsTask> Tasks => _world.State.Tasks;

    /// <summary>The messages, oldest first, with <c>task-1</c>, <c>task-2</c>, … and <c>deployment-1</c>, … for what is random.</summary>
    public IReadOnlyList<string> Events(string service = "web") => [.. Service(service).Events.Select(happened => Readable(happened.Message)).Reverse()];

    /// <summary>What the engine was told, with <c>task-1</c>, … for the ids.</summary>
    public IReadOnlyList<string> Work => [.. Engine.Work.Select(Readable)];

    public JsonObject Call(string operation, string request)
    {
        var answer = _world.Invoke(operation, JsonNode.Parse(request)!.AsObject());
        Run();
        return answer;
    }

    public void Interrupt(string task)
    {
        _world.Interrupt(task);
        Run();
    }

    /// <summary>The task of that number, counted from 1, as DescribeTasks shows it.</summary>
    public JsonNode Describe(int task) => Call("DescribeTasks", $$"""{"cluster": "local", "tasks": ["{{Tasks[task - 1].Id}}"]}""")["tasks"]![0]!;

    /// <summary>Registers a family and creates a service of the same name.</summary>
    public void Serve(string containers, int desired = 1, string deploymentConfiguration = "{}", string name = "web")
    {
        Register(containers, name);
        Call("CreateService", $$"""
            {"cluster": "local", "serviceName": "{{name}}", "taskDefinition": "{{name}}", "desiredCount": {{desired}}, "deploymentConfiguration": {{deploymentConfiguration}}}
            """);
    }

    public void Register(string containers, string family = "web") =>
        Call("RegisterTaskDefinition", $$"""{"family": "{{family}}", "memory": "512", "containerDefinitions": {{containers}}}""");

    /// <summary>Registers the next revision and rolls the service to it.</summary>
    public void Update(string containers, string name = "web")
    {
        Register(containers, name);
        Call("UpdateService", $$"""{"cluster": "local", "service": "{{name}}", "taskDefinition": "{{name}}"}""");
    }

    /// <summary>Lets time go by, waking when something is due.</summary>
    public void Pass(double seconds)
    {
        var end = Time.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        while (_wakeAt is { } due && due <= end)
        {
            Time.Advance(due - Time.GetUtcNow());
            Run();
        }

        Time.Advance(end - Time.GetUtcNow());
        Run();
    }

    /// <summary>Does what has become due since the clock was moved by someone else.</summary>
    public void CatchUp()
    {
        while (_wakeAt is { } due && due <= Time.GetUtcNow()) Run();
    }

    /// <summary>What happens to a container while nobody told it to: of the task of that number, counted from 1.</summary>
    public void Observe(int task, string container, Func<FakeContainer, FakeContainer> change)
    {
        var report = Engine.Change(Tasks[task - 1].Container(container).RuntimeId!, change);
        _world.Machine.Apply(report);
        Run();
    }

    /// <summary>What the load balancers say about all targets of a task; the others stay as they are.</summary>
    public void Observe(int task, TargetHealth health)
    {
        foreach (var registration in Tasks[task - 1].Registrations.ToList())
            _world.Machine.Apply(new TargetObserved(new(registration.TargetGroupArn, registration.Target, health)));
        Run();
    }

    /// <summary>An alarm goes to ALARM.</summary>
    public void Raise(string alarm)
    {
        Alarms.Raised.Add(alarm);
        _world.Machine.Apply(new AlarmRaised(alarm));
        Run();
    }

    /// <summary>Ends the work on a container that <see cref="FakeEngine.Held"/> kept back.</summary>
    public void Release(string work)
    {
        Engine.Held.Remove(work);
        Run();
    }

    /// <summary>The process dies and another one reads what it had written.</summary>
    public void Restart()
    {
        var written = JsonSerializer.Serialize(_world.State, EcsStateJson.Default.EcsState);
        _world = new(JsonSerializer.Deserialize(written, EcsStateJson.Default.EcsState)!, Options, _settings, TargetGroups, Registry, Alarms, Sessions, Time);
        Engine.ForgetWork();
        Run();
    }

    private void Run()
    {
        while (true)
        {
            var turn = _world.Machine.Settle();
            _wakeAt = turn.WakeAt;
            if (!ToleratesFailures && turn.Failures.Count > 0)
                ExceptionDispatchInfo.Throw(turn.Failures[0].Error);
            Engine.Take(turn.Effects);
            var reports = Engine.Do();
            if (reports.Count == 0)
                return;
            foreach (var report in reports)
                _world.Machine.Apply(report);
        }
    }

    private string Readable(string text)
    {
        foreach (var (task, number) in Tasks.Select((task, index) => (task, index + 1)))
            text = text.Replace(task.Id, $"task-{number}", StringComparison.Ordinal);
        var deployments = _world.State.Services.SelectMany(service => service.Deployments)
            .Select(deployment => (deployment.Id, deployment.CreatedAt))
            .Concat(_world.State.Services.Where(service => service.LastCompleted is not null).Select(service => (service.LastCompleted!.Id, service.CreatedAt)))
            .OrderBy(deployment => deployment.CreatedAt).Select(deployment => deployment.Id).Distinct();
        foreach (var (id, number) in deployments.Select((id, index) => (id, index + 1)))
            text = text.Replace(id, $"deployment-{number}", StringComparison.Ordinal);
        return text;
    }
}

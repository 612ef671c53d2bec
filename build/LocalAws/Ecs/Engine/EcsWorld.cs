using System.Text.Json.Nodes;
using Slipway.LocalAws.CloudMap.Contract;
using Slipway.LocalAws.CloudWatch.Contract;
using Slipway.LocalAws.Ecs.Api;
using Slipway.LocalAws.Ecs.Instances;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Ecs.Scheduler;
using Slipway.LocalAws.Ecs.Sessions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.Ecs.Engine;

/// <summary>A state with the operations and the scheduler that work on it. Used by one caller at a time; <see cref="EcsEngine"/> sees to that.</summary>
public sealed class EcsWorld
{
    private readonly Dictionary<string, Func<JsonObject, JsonObject>> _operations;
    private readonly TimeProvider _time;

    public EcsWorld(EcsState state, LocalAwsOptions options, EcsSettings settings, ITargetGroups targetGroups, IServiceRegistry registry, IAlarms alarms, ExecSessions sessions, TimeProvider time)
    {
        (State, _time) = (state, time);
        var arns = new EcsArns(options);
        var catalog = new TaskDefinitionCatalog(state);
        Machine = new(state, catalog, arns, settings, time);
        var taskSets = new TaskSetView(state, arns);
        var clusters = new ClusterOperations(state, registry, arns, settings);
        var instances = new ContainerInstances(state, arns, settings);
        var placement = new Placement(state, catalog, instances, settings);
        var rules = new PlacementRules(instances);
        var launches = new LaunchRules(state);
        var start = new DeploymentStart(new(targetGroups), new(registry), new(state, registry), launches, alarms, arns, time);
        IOperations[] resources =
        [
            clusters,
            new CapacityProviderOperations(state, clusters, arns),
            new TaskDefinitionOperations(state, catalog, new(options), arns, time),
            new ServiceOperations(state, new(state, catalog, start, rules, arns, time), new(state, taskSets, arns), registry, arns),
            new ServiceDeploymentOperations(state, new(state, catalog, arns), time),
            new TaskSetOperations(state, catalog, start, rules, taskSets, time),
            new TaskDefinitionRemoval(catalog, arns, time),
            new TaskOperations(state, catalog, new(catalog, arns), arns, time),
            new TaskRuns(state, catalog, placement, rules, new(state, catalog, arns), launches, new(catalog, arns), time),
            new CommandExecution(state, catalog, arns, sessions),
            new ContainerInstanceOperations(state, catalog, instances, placement, settings),
            new AttributeOperations(state, instances),
            new TaskProtectionOperations(state, arns, time),
            new AccountSettingOperations(state, arns),
            new TagOperations(state),
        ];
        _operations = resources.SelectMany(resource => resource.Operations).ToDictionary();
    }

    public EcsState State { get; }

    public EcsMachine Machine { get; }

    /// <summary>The services of Cloud Map that deployments with Service Connect need, by ARN, each with its namespace and its name there.</summary>
    public IReadOnlyDictionary<string, (string NamespaceArn, string Name)> Discovered => State.Services.SelectMany(service => service.Deployments).Select(deployment => deployment.Connect)
        .OfType<ServiceConnect>().SelectMany(connect => connect.Services.Select(known => (known.DiscoveryArn, connect.NamespaceArn, known.DiscoveryName)))
        .DistinctBy(known => known.DiscoveryArn).ToDictionary(known => known.DiscoveryArn, known => (known.NamespaceArn, known.DiscoveryName));

    /// <summary>
    /// Takes the capacity of a task on FARGATE_SPOT away, which AWS does when it needs it: SIGTERM at once, SIGKILL after the containers' stop time-outs,
    /// two minutes at most. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
    /// </summary>
    /// <param name="task">Its id or ARN.</param>
    /// <exception cref="AwsErrorException">There is no such task, or its capacity is not spot capacity, or it stops already.</exception>
    public void Interrupt(string task)
    {
        var found = State.Task(EcsArns.NameOf(task)) ?? throw EcsErrors.TaskNotFound();
        if (found.CapacityProvider != CapacityShare.Spot)
            throw EcsErrors.InvalidParameter($"Task {found.Id} is not on {CapacityShare.Spot}: only spot capacity is interrupted.");
        if (found.StopRequested)
            throw new AwsErrorException("ConflictException", $"Task {found.Id} {(found.IsStopped ? "has stopped" : "is stopping")} already ({found.StopCode}): there is no capacity left to take away.", 409);
        found.RequestStop(StopCodes.SpotInterruption, "Your Spot Task was interrupted.", failed: false, _time.GetUtcNow());
    }

    /// <summary>Answers one call of the API.</summary>
    /// <exception cref="AwsErrorException">The call is refused; nothing has changed.</exception>
    public JsonObject Invoke(string operation, JsonObject request) =>
        _operations.TryGetValue(operation, out var answer) ? answer(request) : throw AwsErrorException.UnknownOperation("ECS", operation);
}

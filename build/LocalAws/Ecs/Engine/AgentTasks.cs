using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecs.Engine;

/// <summary>Tells the agent about tasks that have not stopped.</summary>
internal sealed class AgentTasks(EcsEngine engine, LocalAwsOptions options) : IAgentTasks
{
    private readonly EcsArns _arns = new(options);

    public Task<AgentTask?> FindByEndpointAsync(string endpointId, CancellationToken cancellationToken) =>
        FindAsync(task => task.Containers.Exists(container => task.EndpointIdOf(container) == endpointId), cancellationToken);

    public Task<AgentTask?> FindByCredentialsAsync(string credentialsId, CancellationToken cancellationToken) =>
        FindAsync(task => task.CredentialsId == credentialsId, cancellationToken);

    public Task<JsonObject> CallAsync(string operation, JsonObject request, CancellationToken cancellationToken) =>
        engine.AskAsync(world => world.Invoke(operation, request), cancellationToken);

    private Task<AgentTask?> FindAsync(Predicate<EcsTask> isMeant, CancellationToken cancellationToken) => engine.AskAsync(
        world => world.State.Tasks.Find(task => !task.IsStopped && isMeant(task)) is { } found ? Of(found, new TaskDefinitionCatalog(world.State).Find(found.TaskDefinitionArn)!) : null,
        cancellationToken);

    /// <summary>A copy: what is in the state belongs to the scheduler's loop.</summary>
    private AgentTask Of(EcsTask task, RegisteredTaskDefinition registered)
    {
        var definition = TaskOverrides.Applied(registered.Document.Clone(), task.Overrides);
        return new()
        {
            Id = task.Id,
            Arn = task.Arn,
            ClusterName = task.Cluster,
            ClusterArn = _arns.Cluster(task.Cluster),
            Family = registered.Family,
            Revision = registered.Revision,
            Definition = definition,
            Service = task.Service,
            LaunchType = task.LaunchType,
            IsOnFargate = !task.IsOnInstance,
            RoleArn = TaskOverrides.RoleOf(definition) is { } role ? _arns.Role(role) : null,
            IsToStop = task.StopRequested,
            PullStartedAt = task.PullStartedAt,
            PullStoppedAt = task.PullStoppedAt,
            ExecutionStoppedAt = task.ExecutionStoppedAt,
            Tags = (task.Tags ?? []).OfType<JsonObject>().ToDictionary(tag => tag.RequiredText("key"), tag => tag.Text("value") ?? ""),
            Interface = task.Interface is { Address: { } address }
                ? new(EngineNames.Pause(task.TaskDefinitionArn, task.Id), address, _arns.PrivateName(address))
                : null,
            Containers = [.. definition.Containers.Select(container => Of(task, task.Container(container.Name), container))],
        };
    }

    private static AgentContainer Of(EcsTask task, TaskContainer container, ContainerDefinition definition) => new(
        definition,
        container.Arn,
        task.EndpointIdOf(container),
        EngineNames.Container(task.TaskDefinitionArn, task.Id, container.Name),
        task.IsOnInstance ? null : task.FargateIdOf(container),
        container.Phase != ContainerPhase.Pending,
        LogOptions(task, definition),
        RestartPolicy.Of(definition) is null ? null : container.RestartCount)
    {
        IsHealthy = container.Health == HealthStatus.Healthy,
    };

    /// <summary>The agent makes the name of the stream from its prefix.</summary>
    private static Dictionary<string, string>? LogOptions(EcsTask task, ContainerDefinition container)
    {
        if (container.Node["logConfiguration"]?["options"] is not JsonObject options)
            return null;
        var shown = options.Where(option => option.Key != "awslogs-stream-prefix").ToDictionary(option => option.Key, option => $"{option.Value}");
        if (AwsLogsOptions.Of(container)?.Stream(task.Id, container.Name) is { } stream)
            shown["awslogs-stream"] = stream;
        return shown;
    }
}

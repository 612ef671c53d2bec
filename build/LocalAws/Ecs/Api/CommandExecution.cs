using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Ecs.Sessions;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>ExecuteCommand: makes a session that a client of Session Manager connects to.</summary>
public sealed class CommandExecution(EcsState state, TaskDefinitionCatalog catalog, EcsArns arns, ExecSessions sessions) : IOperations
{
    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>> { ["ExecuteCommand"] = Execute };

    private JsonObject Execute(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var command = request.RequiredText("command");
        var task = state.Task(EcsArns.NameOf(request.RequiredText("task"))) is { } known && known.Cluster == cluster ? known : throw EcsErrors.TaskNotFound();
        if (request.Flag("interactive") != true)
            throw EcsErrors.InvalidParameter("Interactive is the only mode supported currently.");
        var container = ContainerIn(task, request.Text("container"));
        if (!HasAgent(task, container))
            throw EcsErrors.InvalidParameter(
                "The execute command failed because execute command was not enabled when the task was run or the execute command agent isn't running. "
                + "Wait and try again or run a new task with execute command enabled and try again.");
        if (container is not { Phase: ContainerPhase.Running, RuntimeId: { } id })
            throw new AwsErrorException("TargetNotConnectedException", "The execute command failed because the container is not running.");
        return new()
        {
            ["clusterArn"] = arns.Cluster(cluster),
            ["containerArn"] = container.Arn,
            ["containerName"] = container.Name,
            ["interactive"] = true,
            ["session"] = sessions.Open(new(id, command, KmsKeyOf(cluster))),
            ["taskArn"] = task.Arn,
        };
    }

    private string? KmsKeyOf(string cluster) => state.Cluster(cluster)!.Definition.Object("configuration")?.Object("executeCommandConfiguration")?.Text("kmsKeyId");

    private static TaskContainer ContainerIn(EcsTask task, string? name)
    {
        if (name is null && task.Containers.Count > 1)
            throw EcsErrors.InvalidParameter("Container name must be specified for a task with more than one container.");
        return (name is null ? task.Containers[0] : task.Containers.Find(candidate => candidate.Name == name))
            ?? throw EcsErrors.InvalidParameter($"Unable to find container '{name}' in the task.");
    }

    /// <summary>
    /// A task has the agent when it was started with it, whatever its service says now; and the agent does not run where it cannot write
    /// (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html).
    /// </summary>
    private bool HasAgent(EcsTask task, TaskContainer container) =>
        task.ExecuteCommandEnabled && catalog.Find(task.TaskDefinitionArn)?.Document.Containers.FirstOrDefault(definition => definition.Name == container.Name) is { ReadonlyRootFilesystem: false };
}

using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>ExecuteCommand, which LocalAws cannot do: it says what ECS says where ECS would refuse, and else what does the same.</summary>
public sealed class CommandExecution(EcsState state) : IOperations
{
    private const int IdDigits = 12;

    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>> { ["ExecuteCommand"] = Refuse };

    private JsonObject Refuse(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var command = request.RequiredText("command");
        var task = state.Task(EcsArns.NameOf(request.RequiredText("task"))) is { } known && known.Cluster == cluster ? known : throw EcsErrors.TaskNotFound();
        var name = request.Text("container");
        if (name is null && task.Containers.Count > 1)
            throw EcsErrors.InvalidParameter("Container name must be specified for a task with more than one container.");
        var container = (name is null ? task.Containers[0] : task.Containers.Find(candidate => candidate.Name == name))
            ?? throw EcsErrors.InvalidParameter($"Unable to find container '{name}' in the task.");
        if (!IsEnabled(task))
            throw EcsErrors.InvalidParameter(
                "The execute command failed because execute command was not enabled when the task was run or the execute command agent isn't running. "
                + "Wait and try again or run a new task with execute command enabled and try again.");
        if (container is not { Phase: ContainerPhase.Running, RuntimeId: { } id })
            throw new AwsErrorException("TargetNotConnectedException", "The execute command failed because the container is not running.");
        throw EcsErrors.Client(
            $"LocalAws does not emulate Session Manager, by which ECS runs a command in a container. On this machine this does the same: docker exec -it {id[..Math.Min(IdDigits, id.Length)]} {command}");
    }

    private bool IsEnabled(EcsTask task) =>
        task.ExecuteCommandEnabled || (task.Service is { } service && state.Service(task.Cluster, service)?.Definition.Flag("enableExecuteCommand") == true);
}

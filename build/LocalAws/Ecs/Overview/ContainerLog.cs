using Slipway.LocalAws.Ecs.Engine;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.Page;

namespace Slipway.LocalAws.Ecs.Overview;

/// <summary>The last lines of a task's container, of both its streams: <c>TASK/CONTAINER</c>. Only containers of tasks are read.</summary>
internal sealed class ContainerLog(EcsEngine engine, DockerEngine docker) : IPageText
{
    public const string TextName = "container-log";

    private const int Lines = 500;

    public string Name => TextName;

    public async Task<string?> ReadAsync(string subject, CancellationToken cancellationToken)
    {
        if (subject.Split('/') is not [var taskId, var name])
            return null;
        var id = await engine.AskAsync(world => world.State.Task(taskId)?.Containers.Find(container => container.Name == name)?.RuntimeId, cancellationToken);
        if (id is null)
            return null;
        try
        {
            var lines = await docker.LogsAsync(id, Lines, cancellationToken);
            return lines.Count == 0 ? "(It has written nothing.)\n" : string.Concat(lines.Select(line => line + "\n"));
        }
        catch (EngineException)
        {
            // Its container is removed already, as that of a task that was replaced is.
            return null;
        }
    }
}

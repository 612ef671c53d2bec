using Slipway.Aws.Ecs;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Status;

/// <summary>Reads what a service's tasks run, container by container.</summary>
public static class RunningContainers
{
    private const string Running = "RUNNING";

    /// <summary>Those of the tasks that run now; tasks that start or stop are left out.</summary>
    public static async Task<IReadOnlyList<RunningContainer>> ReadAsync(EcsClient ecs, string cluster, string service, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ecs);
        var arns = await ecs.ListTasksAsync(cluster, new TaskFilter { ServiceName = service }, cancellation);
        var tasks = await ecs.DescribeTasksAsync(cluster, arns, cancellation);
        return
        [
            .. from task in tasks.Found
               where task.Text("lastStatus") == Running
               from container in task.Objects("containers")
               select new RunningContainer(task.Text("taskArn") ?? "", task.Text("taskDefinitionArn") ?? "", container.Text("name") ?? "", container.Text("imageDigest")),
        ];
    }
}

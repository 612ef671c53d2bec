using System.Text;
using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;

namespace Slipway.Ecs.Rollouts;

/// <summary>Says in one place why a deployment failed: the stopped tasks with their reasons and exit codes, and the service's last events.</summary>
internal sealed class FailureReport(EcsClient ecs)
{
    private const int MostTasks = 3;
    private const int MostEvents = 5;

    public async Task<string> WriteAsync(RolloutRequest request, ServiceDescription service, string revision, string headline, CancellationToken cancellation)
    {
        var text = new StringBuilder(headline);
        foreach (var task in await StoppedTasksAsync(request, revision, cancellation)) WriteTask(text, task);
        foreach (var (_, message) in service.Events.TakeLast(MostEvents)) text.Append("\n  event: ").Append(message);
        return text.ToString();
    }

    private async Task<IReadOnlyList<JsonObject>> StoppedTasksAsync(RolloutRequest request, string revision, CancellationToken cancellation)
    {
        try
        {
            var arns = await ecs.ListTasksAsync(request.Cluster, new() { ServiceName = request.Service, DesiredStatus = "STOPPED" }, cancellation);
            if (arns.Count == 0) return [];
            var tasks = await ecs.DescribeTasksAsync(request.Cluster, arns, cancellation);
            return [.. tasks.Found
                .Where(task => (string?)task["taskDefinitionArn"] == revision)
                .OrderByDescending(task => task["stoppedAt"]?.ToString(), StringComparer.Ordinal)
                .Take(MostTasks)];
        }
        catch (AwsException unknown)
        {
            // The report is about another failure; that one must not be lost for want of details.
            return [new() { ["taskArn"] = "tasks", ["stoppedReason"] = $"could not be read: {unknown.Message}" }];
        }
    }

    private static void WriteTask(StringBuilder text, JsonObject task)
    {
        var id = ((string?)task["taskArn"])?.Split('/')[^1];
        text.Append("\n  task ").Append(id).Append(": ").Append((string?)task["stopCode"]).Append(' ').Append((string?)task["stoppedReason"]);
        foreach (var container in (task["containers"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            var isUnhealthy = (string?)container["healthStatus"] == "UNHEALTHY";
            if (!isUnhealthy && container["exitCode"] is null && container["reason"] is null) continue;
            text.Append("\n    container ").Append((string?)container["name"]);
            if (isUnhealthy) text.Append(": UNHEALTHY");
            if (container["exitCode"] is { } code) text.Append(": exit code ").Append(code);
            if (container["reason"] is { } reason) text.Append(": ").Append((string?)reason);
        }
    }
}

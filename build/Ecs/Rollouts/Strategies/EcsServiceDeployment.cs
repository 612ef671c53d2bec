using System.Text.Json.Nodes;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Status;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts.Strategies;

/// <summary>A service deployment of ECS, by its ARN.</summary>
internal sealed class EcsServiceDeployment(EcsClient ecs, ServiceReader services, RolloutRequest request, string arn) : IDeployment
{
    public string Id => arn;

    public async Task<DeploymentProgress> ReadAsync(CancellationToken cancellation)
    {
        var found = (await ecs.DescribeServiceDeploymentsAsync([arn], cancellation)).Found is [var known, ..]
            ? known
            : throw new RolloutException(RolloutOutcome.NotRolledBack, $"ECS does not know the deployment {arn} of service '{request.Service}' any more.");
        var status = found.Text("status") ?? "";
        var phase = status switch
        {
            "SUCCESSFUL" => DeploymentPhase.Succeeded,
            "STOP_REQUESTED" or "ROLLBACK_REQUESTED" or "ROLLBACK_IN_PROGRESS" => DeploymentPhase.RollingBack,
            "ROLLBACK_SUCCESSFUL" => DeploymentPhase.RolledBack,
            "STOPPED" or "ROLLBACK_FAILED" => DeploymentPhase.Failed,
            _ => DeploymentPhase.InProgress,
        };
        var reason = (found["rollback"] as JsonObject)?.Text("reason") ?? found.Text("statusReason") ?? $"it is {status}.";
        var traffic = (found["targetServiceRevision"] as JsonObject)?.Number("requestedProductionTrafficWeight");
        return new(phase, reason, Line(found, status), await services.ReadAsync(request, cancellation))
        {
            Traffic = traffic,
            IsLeftAsItIs = status == "STOPPED",
            Pause = phase == DeploymentPhase.InProgress ? DeploymentPause.Of(found, request.AnsweredHooks) : null,
        };
    }

    public Task RollBackAsync(CancellationToken cancellation) => ecs.StopServiceDeploymentAsync(arn, cancellation);

    /// <summary>
    /// ECS's own rollback has hooks at the shifts of traffic alone, where none can pause.
    /// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
    /// </summary>
    public Task ContinueRollbackAsync(DeploymentPause pause, CancellationToken cancellation) => Task.CompletedTask;

    private static string Line(JsonObject deployment, string status)
    {
        var parts = new List<string> { status };
        if (deployment.Text("lifecycleStage") is { } stage) parts.Add(stage);
        if (deployment["targetServiceRevision"] is JsonObject target)
        {
            parts.Add($"{target.Number("runningTaskCount") ?? 0}/{target.Number("requestedTaskCount") ?? 0} running");
            if (target.Number("requestedProductionTrafficWeight") is { } weight) parts.Add($"{weight} % of the traffic");
        }

        if (deployment["deploymentCircuitBreaker"] is JsonObject breaker && breaker.Number("failureCount") is > 0 and var failed) parts.Add($"{failed} failed");
        return string.Join(", ", parts);
    }
}

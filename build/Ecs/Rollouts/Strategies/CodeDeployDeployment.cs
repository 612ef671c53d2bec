using System.Text.Json.Nodes;
using Slipway.Aws.CodeDeploy;
using Slipway.Ecs.Status;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts.Strategies;

/// <summary>
/// A deployment of CodeDeploy. It is done when the traffic has shifted and nothing has objected; the old tasks may wait for days for their
/// end. A rollback is a deployment with an id of its own.
/// </summary>
internal sealed class CodeDeployDeployment(CodeDeployClient codeDeploy, ServiceReader services, RolloutRequest request, ServiceDescription before, string id) : IDeployment
{
    private const string Shift = "AllowTraffic";
    private const string LastBeforeTermination = "AfterAllowTraffic";

    private bool _isStopped;

    public string Id => id;

    public async Task<DeploymentProgress> ReadAsync(CancellationToken cancellation)
    {
        var deployment = await codeDeploy.GetDeploymentAsync(id, cancellation);
        var status = deployment.Text("status") ?? "";
        var service = await services.ReadAsync(request, cancellation);
        if (status is "Failed" or "Stopped") return await AfterFailureAsync(deployment, status, service, cancellation);

        var target = await codeDeploy.GetTargetAsync(id, cancellation);
        // The events may be ahead of the service by a moment.
        var isShifted = (Event(target, Shift), Event(target, LastBeforeTermination)) is ("Succeeded", "Succeeded" or "Skipped");
        var hasShifted = !request.UntilTerminated && service.TaskDefinition != before.TaskDefinition && isShifted;
        return new(status == "Succeeded" || hasShifted ? DeploymentPhase.Succeeded : DeploymentPhase.InProgress, $"it is {status}.", Line(status, target), service) { Traffic = Green(target)?.Number("trafficWeight") };
    }

    public async Task RollBackAsync(CancellationToken cancellation)
    {
        await codeDeploy.StopDeploymentAsync(id, cancellation);
        _isStopped = true;
    }

    /// <summary>CodeDeploy has no pauses.</summary>
    public Task ContinueRollbackAsync(DeploymentPause pause, CancellationToken cancellation) => Task.CompletedTask;

    private async Task<DeploymentProgress> AfterFailureAsync(JsonObject deployment, string status, ServiceDescription service, CancellationToken cancellation)
    {
        var error = deployment["errorInformation"] as JsonObject;
        var reason = error is null ? $"it is {status}." : $"{error.Text("code")}: {error.Text("message")}";
        var rollback = (deployment["rollbackInfo"] as JsonObject)?.Text("rollbackDeploymentId");
        if (rollback is not null)
        {
            var rollbackStatus = (await codeDeploy.GetDeploymentAsync(rollback, cancellation)).Text("status") ?? "";
            var phase = rollbackStatus switch
            {
                "Succeeded" => DeploymentPhase.RolledBack,
                "Failed" or "Stopped" => DeploymentPhase.Failed,
                _ => DeploymentPhase.RollingBack,
            };
            return new(phase, reason, $"{status}; rollback {rollback} is {rollbackStatus}", service);
        }

        // Until the rollback has an id it is only announced.
        var isAnnounced = _isStopped || (deployment["autoRollbackConfiguration"] as JsonObject)?.Flag("enabled") == true;
        var stillOld = service.TaskDefinition == before.TaskDefinition;
        return new(isAnnounced ? DeploymentPhase.RollingBack : stillOld ? DeploymentPhase.RolledBack : DeploymentPhase.Failed, reason, status, service);
    }

    private static string Line(string status, JsonObject? target)
    {
        var parts = new List<string> { status };
        if (target?.Objects("lifecycleEvents").LastOrDefault(one => one.Text("status") is not ("Pending" or null)) is { } last)
            parts.Add($"{last.Text("lifecycleEventName")} {last.Text("status")}");
        if (Green(target) is { } green)
            parts.Add($"{green.Number("runningCount") ?? 0}/{green.Number("desiredCount") ?? 0} running, {green.Number("trafficWeight") ?? 0} % of the traffic");
        return string.Join(", ", parts);
    }

    /// <summary>The status of a lifecycle event; one without a hook may be skipped.</summary>
    private static string? Event(JsonObject? target, string name) => target?.Objects("lifecycleEvents").FirstOrDefault(one => one.Text("lifecycleEventName") == name)?.Text("status");

    private static JsonObject? Green(JsonObject? target) => target?.Objects("taskSetsInfo").FirstOrDefault(set => set.Text("taskSetLabel") == "Green");
}

using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>
/// Rolls a service to a task definition with ECS's own deployment controller, and follows the deployment that it started
/// until that one is done or failed. A service that is merely stable may be stable on the old revision.
/// </summary>
/// <param name="progress">Gets a line whenever something changes.</param>
public sealed class RollingRollout(EcsClient ecs, TimeProvider time, IProgress<string> progress)
{
    private readonly ServiceReader _services = new(ecs);

    /// <summary>Creates or updates the service, and returns when it runs the task definition.</summary>
    /// <exception cref="RolloutException">Refused, rolled back, still in progress, or not rolled back.</exception>
    /// <exception cref="AwsException">AWS refused a call.</exception>
    public async Task<RolloutResult> RunAsync(RolloutRequest request, CancellationToken cancellation)
    {
        await RequireClusterAsync(request, cancellation);
        var before = await _services.FindAsync(request.Cluster, request.Service, cancellation);
        var registration = request.TaskDefinition.ToRegistration();
        if (before?.Primary is { RolloutState: "COMPLETED" } current
            && before.RunningCount >= Math.Max(1, request.DesiredCount ?? before.DesiredCount)
            && before.DesiredCount == (request.DesiredCount ?? before.DesiredCount)
            && await RunsAlreadyAsync(before.TaskDefinition, request.TaskDefinition, cancellation))
        {
            return new(before.TaskDefinition, current.Id, before.RunningCount, Changed: false);
        }

        var revision = await RegisterAsync(registration, cancellation);
        var started = before is null
            ? await CreateAsync(request, revision, cancellation)
            : await UpdateAsync(request, before, revision, cancellation);
        try
        {
            var follower = new DeploymentFollower(_services, new FailureReport(ecs), time, progress);
            return await follower.FollowAsync(request, started, revision, before, cancellation);
        }
        catch (OperationCanceledException)
        {
            await TakeBackAsync(request, before);
            throw;
        }
    }

    private async Task RequireClusterAsync(RolloutRequest request, CancellationToken cancellation)
    {
        var clusters = await ecs.DescribeClustersAsync([request.Cluster], cancellation);
        if (clusters.Found.Any(cluster => (string?)cluster["status"] == "ACTIVE")) return;
        throw new RolloutException(
            RolloutOutcome.Refused,
            $"{request.Place}: there is no active cluster '{request.Cluster}' in this account and region. Create it (aws ecs create-cluster --cluster-name {request.Cluster}), or correct 'deploy.cluster'.");
    }

    private async Task<bool> RunsAlreadyAsync(string revision, TaskDefinitionDocument wanted, CancellationToken cancellation) =>
        wanted.IsSameAs(new((await ecs.DescribeTaskDefinitionAsync(revision, cancellation)).Document));

    private async Task<string> RegisterAsync(JsonObject registration, CancellationToken cancellation)
    {
        var registered = await ecs.RegisterTaskDefinitionAsync(registration, cancellation);
        progress.Report($"Registered {registered.Arn}");
        return registered.Arn;
    }

    private async Task<ServiceDescription> CreateAsync(RolloutRequest request, string revision, CancellationToken cancellation)
    {
        progress.Report($"Creating service '{request.Service}' in cluster '{request.Cluster}'");
        var configuration = new JsonObject { ["deploymentCircuitBreaker"] = Breaker() };
        if (HasStaticHostPorts(request.TaskDefinition))
        {
            // Two tasks cannot have the same host port on one instance, so the old one has to go first.
            configuration["minimumHealthyPercent"] = 0;
            configuration["maximumPercent"] = 100;
        }

        var created = await ecs.CreateServiceAsync(
            new()
            {
                ["cluster"] = request.Cluster,
                ["serviceName"] = request.Service,
                ["taskDefinition"] = revision,
                ["desiredCount"] = request.DesiredCount ?? 1,
                ["deploymentConfiguration"] = configuration,
            },
            cancellation);
        return new(created);
    }

    private async Task<ServiceDescription> UpdateAsync(RolloutRequest request, ServiceDescription before, string revision, CancellationToken cancellation)
    {
        progress.Report($"Updating service '{request.Service}' from {Name(before.TaskDefinition)} to {Name(revision)}");
        var configuration = before.Node["deploymentConfiguration"]?.DeepClone().AsObject() ?? [];
        configuration["deploymentCircuitBreaker"] ??= Breaker();
        var update = new JsonObject
        {
            ["cluster"] = request.Cluster,
            ["service"] = request.Service,
            ["taskDefinition"] = revision,
            ["deploymentConfiguration"] = configuration,
        };
        if (request.DesiredCount is { } count) update["desiredCount"] = count;
        var updated = await ecs.UpdateServiceAsync(update, cancellation);
        return new(updated);
    }

    /// <summary>Undoes a deployment whose run was cancelled, without waiting for it: the caller is on its way out.</summary>
    private async Task TakeBackAsync(RolloutRequest request, ServiceDescription? before)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
        try
        {
            if (before is null)
            {
                progress.Report($"Cancelled: deleting service '{request.Service}', which this run created");
                await ecs.DeleteServiceAsync(request.Cluster, request.Service, force: true, limit.Token);
                return;
            }

            progress.Report($"Cancelled: rolling service '{request.Service}' back to {Name(before.TaskDefinition)}");
            await ecs.UpdateServiceAsync(
                new() { ["cluster"] = request.Cluster, ["service"] = request.Service, ["taskDefinition"] = before.TaskDefinition, ["desiredCount"] = before.DesiredCount },
                limit.Token);
        }
        catch (Exception failure) when (failure is AwsException or OperationCanceledException)
        {
            progress.Report($"The deployment could not be taken back and goes on: {failure.Message}");
        }
    }

    private static JsonObject Breaker() => new() { ["enable"] = true, ["rollback"] = true };

    private static bool HasStaticHostPorts(TaskDefinitionDocument task) =>
        task.NetworkMode is "bridge" or "host" && task.Containers.Any(container => container.PortMappings.Any(port => port.HostPort > 0));

    private static string Name(string arn) => arn[(arn.LastIndexOf('/') + 1)..];
}

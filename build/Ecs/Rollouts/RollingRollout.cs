using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Diffing;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>
/// Rolls a service to a task definition with ECS's own deployment controller, and follows the deployment that it started
/// until that one is done or failed. A service that is merely stable may be stable on the old revision.
/// </summary>
/// <param name="progress">Gets a line whenever something changes.</param>
public sealed class RollingRollout(EcsClient ecs, TimeProvider time, IProgress<string> progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TakeBackLimit = TimeSpan.FromSeconds(5);

    private readonly ServiceReader _services = new(ecs);

    /// <summary>
    /// Creates or updates the service, and returns when it runs the task definition and <paramref name="verify"/> has ended. When it is
    /// cancelled before that, the service is given back what it ran before.
    /// </summary>
    /// <param name="verify">Looks whether what runs now also works; called too when nothing had to be changed.</param>
    /// <exception cref="RolloutException">Refused, rolled back, still in progress, or not rolled back.</exception>
    /// <exception cref="AwsException">AWS refused a call.</exception>
    /// <remarks>What <paramref name="verify"/> throws is thrown here; the service is left as it is.</remarks>
    public async Task<RolloutResult> RunAsync(RolloutRequest request, Func<RolloutResult, CancellationToken, Task> verify, CancellationToken cancellation)
    {
        await Clusters.RequireAsync(ecs, request.Cluster, request.Place, cancellation);
        var before = await FindAsync(request, cancellation);
        var registration = request.TaskDefinition.ToRegistration();
        if (before is not null && await UnchangedAsync(request, before, cancellation) is { } unchanged)
        {
            await verify(unchanged, cancellation);
            return unchanged;
        }

        var revision = await RegisterAsync(registration, cancellation);
        try
        {
            // A call that is cancelled may have reached ECS all the same.
            var started = before is null
                ? await CreateAsync(request, revision, cancellation)
                : await UpdateAsync(request, before, revision, cancellation);
            var follower = new DeploymentFollower(_services, new FailureReport(ecs), time, progress);
            var result = await follower.FollowAsync(request, started, revision, before, cancellation);
            await verify(result, cancellation);
            return result;
        }
        catch (OperationCanceledException)
        {
            await TakeBackAsync(request, before, revision);
            throw;
        }
    }

    /// <summary>The service, or null when it has to be created. Nothing can be created under the name of one whose tasks are still ending.</summary>
    private async Task<ServiceDescription?> FindAsync(RolloutRequest request, CancellationToken cancellation)
    {
        var deadline = time.GetUtcNow() + request.Timeout;
        var service = await _services.FindAsync(request.Cluster, request.Service, cancellation);
        if (service is { IsDraining: true }) progress.Report($"Service '{request.Service}' was deleted and is draining: waiting until its tasks have ended");
        while (service is { IsDraining: true })
        {
            if (time.GetUtcNow() >= deadline)
                throw new RolloutException(RolloutOutcome.Refused, $"Service '{request.Service}' was deleted and is still draining after {request.Timeout.TotalSeconds:0} s. Wait until its tasks have ended, or give 'deploy.service' at {request.Place} another name.");
            await Task.Delay(Interval, time, cancellation);
            service = await _services.FindAsync(request.Cluster, request.Service, cancellation);
        }

        return service;
    }

    /// <summary>What the service runs, when that is what it should run; else null, after telling how it differs.</summary>
    private async Task<RolloutResult?> UnchangedAsync(RolloutRequest request, ServiceDescription before, CancellationToken cancellation)
    {
        var (_, revision, differences) = await new ServiceDiff(ecs).CompareAsync(before, request.Cluster, request.Service, request.TaskDefinition, request.DesiredCount, request.LoadBalancer, cancellation);
        foreach (var difference in differences) progress.Report($"  {difference}");
        var isRunning = before.Primary is { RolloutState: "COMPLETED" } && before.RunningCount >= Math.Max(1, before.DesiredCount);
        return isRunning && differences.Count == 0 && !request.Force ? new(revision, before.Primary!.Id, before.RunningCount, Changed: false) : null;
    }

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

        var service = new JsonObject
        {
            ["cluster"] = request.Cluster,
            ["serviceName"] = request.Service,
            ["taskDefinition"] = revision,
            ["desiredCount"] = request.DesiredCount ?? 1,
            ["deploymentConfiguration"] = configuration,
        };
        if (request.LoadBalancer is { } balancer)
        {
            service["loadBalancers"] = balancer.ToJson();
            service["healthCheckGracePeriodSeconds"] = ServiceLoadBalancer.GraceSeconds;
        }

        if (request.LaunchType is { } launchType) service["launchType"] = launchType.ToString().ToUpperInvariant();
        var created = await ecs.CreateServiceAsync(service, cancellation);
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
        if (request.LoadBalancer is { } balancer && !balancer.IsOf(before)) update["loadBalancers"] = balancer.ToJson();
        var updated = await ecs.UpdateServiceAsync(update, cancellation);
        return new(updated);
    }

    /// <summary>Undoes a deployment whose run was cancelled, without waiting for it: the caller is on its way out.</summary>
    private async Task TakeBackAsync(RolloutRequest request, ServiceDescription? before, string revision)
    {
        using var limit = new CancellationTokenSource(TakeBackLimit, time);
        try
        {
            var now = await _services.FindAsync(request.Cluster, request.Service, limit.Token);
            // Deleted or replaced by somebody else meanwhile; or never reached. An update on its way still is followed by its restoration.
            if (now is not { IsActive: true } || (now.TaskDefinition != revision && now.TaskDefinition != before?.TaskDefinition)) return;
            if (before is null)
            {
                progress.Report($"Cancelled: deleting service '{request.Service}', which this run created");
                await ecs.DeleteServiceAsync(request.Cluster, request.Service, force: true, limit.Token);
                return;
            }

            progress.Report($"Cancelled: rolling service '{request.Service}' back to {Name(before.TaskDefinition)}");
            await ecs.UpdateServiceAsync(Restoration(request, before), limit.Token);
        }
        catch (Exception failure) when (failure is AwsException or OperationCanceledException)
        {
            progress.Report($"The deployment of {revision} could not be taken back and goes on: {failure.Message}");
        }
    }

    private static JsonObject Restoration(RolloutRequest request, ServiceDescription before)
    {
        var update = new JsonObject
        {
            ["cluster"] = request.Cluster,
            ["service"] = request.Service,
            ["taskDefinition"] = before.TaskDefinition,
            ["desiredCount"] = before.DesiredCount,
        };
        if (before.Node["deploymentConfiguration"] is { } configuration) update["deploymentConfiguration"] = configuration.DeepClone();
        return update;
    }

    private static JsonObject Breaker() => new() { ["enable"] = true, ["rollback"] = true };

    private static bool HasStaticHostPorts(TaskDefinitionDocument task) =>
        task.NetworkMode is "bridge" or "host" && task.Containers.Any(container => container.PortMappings.Any(port => port.HostPort > 0));

    private static string Name(string arn) => arn[(arn.LastIndexOf('/') + 1)..];
}

using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Engine;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Scaling;

/// <summary>
/// Application Auto Scaling, version 2016-02-06: the scalable targets of ECS services, with their bounds and what of their scaling is suspended. There are no policies and
/// no scheduled actions, so nothing scales by itself.
/// </summary>
internal sealed class ScalingService(ScalingStore store, EcsEngine ecs, LocalAwsOptions options, TimeProvider time) : IJsonService
{
    public const string Target = "AnyScaleFrontendService";
    public const string Dimension = "ecs:service:DesiredCount";

    private const string Ecs = "ecs";
    private const int LongestPage = 50;

    public string TargetPrefix => Target;

    public IReadOnlyList<string> Unsupported { get; } = ["RegisterScalableTarget Tags"];

    public async Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken) => operation switch
    {
        "RegisterScalableTarget" => await RegisterAsync(request, cancellationToken),
        "DescribeScalableTargets" => Describe(request),
        "DeregisterScalableTarget" => await DeregisterAsync(request, cancellationToken),
        _ => throw AwsErrorException.UnknownOperation("Application Auto Scaling", operation),
    };

    private async Task<JsonObject> RegisterAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var id = ResourceOf(request);
        var (_, cluster, service) = Parts(id);
        var has = await DesiredCountAsync(cluster, service, cancellationToken) ?? throw ScalingErrors.NoService(id);
        var target = (await store.ChangeAsync(id, before => Changed(before ?? New(id, request), request), cancellationToken))!;
        // "Application Auto Scaling adjusts the capacity of the scalable target to place it within these bounds, even if you don't include the MinCapacity or MaxCapacity request parameters."
        if (Math.Clamp(has, target.MinCapacity, target.MaxCapacity) is var wanted && wanted != has)
            await ecs.AskAsync(world => world.Invoke("UpdateService", new() { ["cluster"] = cluster, ["service"] = service, ["desiredCount"] = wanted }).Count, cancellationToken);
        return new() { ["ScalableTargetARN"] = target.Arn };
    }

    private JsonObject Describe(JsonObject request)
    {
        RequireEcs(request);
        var ids = request.Texts("ResourceIds");
        if (request.Text("ScalableDimension") is { } dimension)
        {
            RequireDimension(dimension);
            if (ids.Count == 0) throw ScalingErrors.Invalid("If you specify a scalable dimension, you must also specify a resource ID.");
        }

        var length = request.Number("MaxResults") ?? LongestPage;
        if (length is < 1 or > LongestPage) throw ScalingErrors.Invalid($"MaxResults has to be between 1 and {LongestPage}.");
        return PageOf<ScalableTarget>.Cut([.. store.All.Where(target => ids.Count == 0 || ids.Contains(target.ResourceId))], request.Text("NextToken"), length, ScalingErrors.InvalidToken)
            .ToJson("ScalableTargets", View, "NextToken");
    }

    private async Task<JsonObject> DeregisterAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var id = ResourceOf(request);
        await store.ChangeAsync(id, before => before is null ? throw ScalingErrors.NotFound(Dimension, id) : null, cancellationToken);
        return [];
    }

    private ScalableTarget New(string id, JsonObject request) =>
        request.Number("MinCapacity") is { } least && request.Number("MaxCapacity") is { } most
            ? new(id, $"arn:aws:application-autoscaling:{options.Region}:{options.Account}:scalable-target/{Guid.NewGuid():n}", least, most, time.GetUtcNow())
            : throw ScalingErrors.NoCapacities();

    private static ScalableTarget Changed(ScalableTarget before, JsonObject request)
    {
        var suspended = request.Object("SuspendedState") ?? [];
        var after = before with
        {
            MinCapacity = request.Number("MinCapacity") ?? before.MinCapacity,
            MaxCapacity = request.Number("MaxCapacity") ?? before.MaxCapacity,
            IsScaleInSuspended = suspended.Flag("DynamicScalingInSuspended") ?? before.IsScaleInSuspended,
            IsScaleOutSuspended = suspended.Flag("DynamicScalingOutSuspended") ?? before.IsScaleOutSuspended,
            IsScheduledScalingSuspended = suspended.Flag("ScheduledScalingSuspended") ?? before.IsScheduledScalingSuspended,
        };
        return after.MinCapacity < 0 || after.MaxCapacity < after.MinCapacity ? throw ScalingErrors.WrongCapacities() : after;
    }

    private JsonObject View(ScalableTarget target) => new()
    {
        ["ServiceNamespace"] = Ecs,
        ["ResourceId"] = target.ResourceId,
        ["ScalableDimension"] = Dimension,
        ["MinCapacity"] = target.MinCapacity,
        ["MaxCapacity"] = target.MaxCapacity,
        ["RoleARN"] = $"arn:aws:iam::{options.Account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
        ["CreationTime"] = target.CreatedAt.ToTimestamp(),
        ["SuspendedState"] = new JsonObject
        {
            ["DynamicScalingInSuspended"] = target.IsScaleInSuspended,
            ["DynamicScalingOutSuspended"] = target.IsScaleOutSuspended,
            ["ScheduledScalingSuspended"] = target.IsScheduledScalingSuspended,
        },
        ["ScalableTargetARN"] = target.Arn,
    };

    private Task<int?> DesiredCountAsync(string cluster, string service, CancellationToken cancellationToken) => ecs.AskAsync(
        world => world.State.Service(cluster, service) is { Status: ServiceStatus.Active } found ? found.DesiredCount : (int?)null, cancellationToken);

    private static string ResourceOf(JsonObject request)
    {
        RequireEcs(request);
        var id = request.Text("ResourceId") ?? throw ScalingErrors.Missing("resourceId");
        RequireDimension(request.Text("ScalableDimension") ?? throw ScalingErrors.Missing("scalableDimension"));
        Parts(id);
        return id;
    }

    private static (string Kind, string Cluster, string Service) Parts(string id) =>
        id.Split('/') is ["service", { Length: > 0 } cluster, { Length: > 0 } service] ? ("service", cluster, service) : throw ScalingErrors.Invalid($"Unsupported service namespace, resource type or scalable dimension: {id}");

    private static void RequireEcs(JsonObject request)
    {
        var space = request.Text("ServiceNamespace") ?? throw ScalingErrors.Missing("serviceNamespace");
        if (space != Ecs) throw AwsErrorException.NotImplemented($"Application Auto Scaling of the namespace '{space}'");
    }

    private static void RequireDimension(string dimension)
    {
        if (dimension != Dimension) throw ScalingErrors.Invalid($"Unsupported service namespace, resource type or scalable dimension: {dimension}");
    }
}

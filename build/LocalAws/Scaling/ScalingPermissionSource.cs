using System.Text.Json.Nodes;
using Slipway.Aws.Permissions;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Scaling;

/// <summary>What the calls of Application Auto Scaling are to IAM. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationautoscaling.html</summary>
internal sealed class ScalingPermissionSource(ScalingStore store, LocalAwsOptions options) : IPermissionSource
{
    public string TargetPrefix => ScalingService.Target;

    public ValueTask<IReadOnlyList<PermissionRequest>?> OfAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        var action = $"application-autoscaling:{operation}";
        return new(operation is "RegisterScalableTarget" or "DeregisterScalableTarget"
            ? [Request.To(action, Arn(request.Text("ResourceId")), ("application-autoscaling:service-namespace", Values(request, "ServiceNamespace")), ("application-autoscaling:scalable-dimension", Values(request, "ScalableDimension")))]
            : [Request.To(action, "*")]);
    }

    /// <summary>One that is not there yet gets its id from the service.</summary>
    private string Arn(string? resourceId) => store.All.FirstOrDefault(target => target.ResourceId == resourceId)?.Arn ?? $"arn:aws:application-autoscaling:{options.Region}:{options.Account}:scalable-target/*";

    private static IReadOnlyList<string> Values(JsonObject request, string member) => request.Text(member) is { } value ? [value] : [];
}

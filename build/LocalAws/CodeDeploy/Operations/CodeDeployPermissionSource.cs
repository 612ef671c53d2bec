using System.Text.Json.Nodes;
using Slipway.Aws.Permissions;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.CodeDeploy.Operations;

/// <summary>What the calls of CodeDeploy are to IAM. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html</summary>
internal sealed class CodeDeployPermissionSource(LocalAwsOptions options, CodeDeployStore store) : IPermissionSource
{
    public string TargetPrefix => "CodeDeploy_20141006";

    public async ValueTask<IReadOnlyList<PermissionRequest>?> OfAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        var action = $"codedeploy:{operation}";
        var (application, group) = (request.Text("applicationName"), request.Text("deploymentGroupName"));
        if (operation == "GetDeployment" && request.Text("deploymentId") is { } id && (await store.ReadAsync(cancellationToken)).Deployments.Find(known => known.Id == id) is { } deployment)
            (application, group) = (deployment.Application, deployment.Group);
        return (operation, application, group) switch
        {
            ("CreateDeployment", not null, not null) =>
            [
                Request.To(action, Arn($"deploymentgroup:{application}/{group}")),
                Request.To("codedeploy:GetDeploymentConfig", Arn($"deploymentconfig:{request.Text("deploymentConfigName") ?? "CodeDeployDefault.ECSAllAtOnce"}")),
                Request.To("codedeploy:RegisterApplicationRevision", Arn($"application:{application}")),
            ],
            ("GetDeploymentGroup" or "GetDeployment" or "ListDeployments", not null, not null) => [Request.To(action, Arn($"deploymentgroup:{application}/{group}"))],
            _ => null,
        };
    }

    private string Arn(string resource) => $"arn:aws:codedeploy:{options.Region}:{options.Account}:{resource}";
}

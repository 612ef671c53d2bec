using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.CodeDeploy.Revisions;
using Slipway.LocalAws.CodeDeploy.Runs;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Operations;

/// <summary>CreateDeployment: checks the request, and writes the deployment down for its run.</summary>
internal sealed class DeploymentCreation(CodeDeployStore store, TimeProvider time)
{
    /// <summary>As users found out, and what amazon-ecs-deploy-task-definition cuts a description to: https://github.com/codeship-library/aws-utilities/pull/92</summary>
    private const int LongestDescription = 512;

    /// <summary>Members of a group that its deployments show.</summary>
    private static readonly string[] Shown = ["autoRollbackConfiguration", "deploymentStyle", "blueGreenDeploymentConfiguration", "loadBalancerInfo"];

    /// <returns>The id of the deployment.</returns>
    public async Task<string> CreateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var state = await store.ReadAsync(cancellationToken);
        ResourceNames.FindGroup(ResourceNames.FindApplication(state, request), request);
        if (request.Text("description") is { Length: > LongestDescription })
            throw new AwsErrorException("DescriptionTooLongException", $"The description is longer than {LongestDescription} characters.");
        // The sentence as a user reports it: https://github.com/aws/aws-toolkit-azure-devops/issues/288
        if (request.Text("fileExistsBehavior") is not null)
            throw new AwsErrorException("InvalidFileExistsBehaviorException", "For Lambda, ECS and Kubernetes deployment, fileExistsBehavior can not be specified");
        if (request.Object("overrideAlarmConfiguration")?.Flag("enabled") == true)
            throw AwsErrorException.NotImplemented("the alarms of a deployment (overrideAlarmConfiguration), as it has no CloudWatch alarms");
        GroupRules.CheckRollback(request.Object("autoRollbackConfiguration"));
        var content = RevisionReader.Check(request.Object("revision"));
        var id = DeploymentIds.New();
        await store.UpdateAsync(now => now.With(Build(now, request, id, content)), cancellationToken);
        return id;
    }

    private Deployment Build(CodeDeployState state, JsonObject request, string id, string? content)
    {
        var application = ResourceNames.FindApplication(state, request);
        var group = ResourceNames.FindGroup(application, request);
        if (state.DeploymentsOf(application.Name, group.Name).FirstOrDefault(known => !known.IsEnded) is { } active)
            throw new AwsErrorException("DeploymentLimitExceededException", $"The Deployment Group '{group.Name}' already has an active Deployment '{active.Id}'");
        var configName = request.Text("deploymentConfigName") ?? group.ConfigName;
        var config = state.Config(configName) ?? throw CodeDeployErrors.ConfigNotFound(configName);
        var plan = group.PlanWith(config.Routing, request.Object("autoRollbackConfiguration"));
        var now = time.GetUtcNow();
        return new()
        {
            Id = id,
            Application = application.Name,
            Group = group.Name,
            ConfigName = config.Name,
            Description = request.Text("description"),
            Creator = "user",
            Revision = RevisionReader.Shown(request.Object("revision")!, content),
            Content = content,
            Plan = plan,
            Shown = ShownOf(group, request),
            CreatedAt = now,
            UpdatedAt = now,
            Events = Lifecycle.Of(plan.TestListener is not null),
        };
    }

    private static JsonObject ShownOf(DeploymentGroup group, JsonObject request)
    {
        var shown = new JsonObject(Shown.Where(member => group.Settings[member] is not null).Select(member => KeyValuePair.Create(member, group.Settings[member]?.DeepClone())));
        if (request.Object("autoRollbackConfiguration") is { } own)
            shown["autoRollbackConfiguration"] = own.DeepClone();
        return shown;
    }
}

using System.Text.Json.Nodes;
using Slipway.Aws.Calls;

namespace Slipway.Aws.CodeDeploy;

/// <summary>
/// AWS CodeDeploy, as far as deployments to ECS need it, in documents.
/// https://docs.aws.amazon.com/codedeploy/latest/APIReference/
/// </summary>
public sealed class CodeDeployClient
{
    /// <summary>How far back a deployment is looked for: a group has one at a time, and its rollback.</summary>
    private const int NewestDeployments = 5;

    private readonly AwsJsonClient _json;

    internal CodeDeployClient(AwsJsonClient json) => _json = json;

    /// <summary>The group's document, <c>deploymentGroupInfo</c>.</summary>
    /// <exception cref="AwsException">with code <c>ApplicationDoesNotExistException</c> or <c>DeploymentGroupDoesNotExistException</c>, among others</exception>
    public Task<JsonObject> GetDeploymentGroupAsync(string application, string group, CancellationToken cancellationToken) =>
        _json.InvokeAsync(
            "GetDeploymentGroup",
            new JsonObject { ["applicationName"] = application, ["deploymentGroupName"] = group },
            static answer => answer.RequiredObject("deploymentGroupInfo"),
            cancellationToken);

    /// <summary>Begins a deployment of an appspec.</summary>
    /// <param name="description">Of this very deployment: by it the deployment is known again when the answer is lost.</param>
    /// <returns>The deployment's id, <c>d-…</c>.</returns>
    /// <exception cref="AwsException">with code <c>DeploymentLimitExceededException</c> while another one of the group continues, among others</exception>
    public Task<string> CreateDeploymentAsync(string application, string group, string appspec, string description, CancellationToken cancellationToken)
    {
        var request = new JsonObject
        {
            ["applicationName"] = application,
            ["deploymentGroupName"] = group,
            ["description"] = description,
            ["revision"] = new JsonObject { ["revisionType"] = "AppSpecContent", ["appSpecContent"] = new JsonObject { ["content"] = appspec } },
        };
        return _json.InvokeOnceAsync(
            "CreateDeployment", request, static answer => answer.RequiredText("deploymentId"), token => FindAsync(application, group, description, token), cancellationToken);
    }

    /// <summary>The deployment's document, <c>deploymentInfo</c>.</summary>
    public Task<JsonObject> GetDeploymentAsync(string deployment, CancellationToken cancellationToken) =>
        _json.InvokeAsync("GetDeployment", new JsonObject { ["deploymentId"] = deployment }, static answer => answer.RequiredObject("deploymentInfo"), cancellationToken);

    /// <summary>The ids of the group's deployments in these states, newest first.</summary>
    public async Task<IReadOnlyList<string>> ListDeploymentsAsync(string application, string group, IEnumerable<string> statuses, CancellationToken cancellationToken) =>
        await Pages.ReadAsync(
            _json,
            "ListDeployments",
            new JsonObject { ["applicationName"] = application, ["deploymentGroupName"] = group, ["includeOnlyStatuses"] = statuses.ToJson() },
            "deployments",
            static id => id.GetValue<string>(),
            cancellationToken).ToListAsync(cancellationToken);

    /// <summary>What the deployment does with its one service, <c>ecsTarget</c>, with its <c>lifecycleEvents</c>; null before there is any.</summary>
    public async Task<JsonObject?> GetTargetAsync(string deployment, CancellationToken cancellationToken)
    {
        var ids = await _json.InvokeAsync("ListDeploymentTargets", new JsonObject { ["deploymentId"] = deployment }, static answer => answer.Texts("targetIds"), cancellationToken);
        if (ids.Count == 0) return null;
        var request = new JsonObject { ["deploymentId"] = deployment, ["targetIds"] = ids.ToJson() };
        var targets = await _json.InvokeAsync("BatchGetDeploymentTargets", request, static answer => answer.Objects("deploymentTargets").ToList(), cancellationToken);
        return targets.Select(static target => target["ecsTarget"] as JsonObject).FirstOrDefault(static target => target is not null);
    }

    /// <summary>Stops a deployment and has it rolled back.</summary>
    /// <exception cref="AwsException">with code <c>DeploymentAlreadyCompletedException</c>, among others</exception>
    public async Task StopDeploymentAsync(string deployment, CancellationToken cancellationToken)
    {
        try
        {
            await _json.InvokeAsync("StopDeployment", new JsonObject { ["deploymentId"] = deployment, ["autoRollbackEnabled"] = true }, cancellationToken);
        }
        catch (AwsException stopped) when (stopped is { Code: "DeploymentAlreadyCompletedException", Attempts: > 1 })
        {
            // By the try whose answer was lost.
        }
    }

    private async Task<string?> FindAsync(string application, string group, string description, CancellationToken cancellationToken)
    {
        var newest = Pages.ReadAsync(
            _json,
            "ListDeployments",
            new JsonObject { ["applicationName"] = application, ["deploymentGroupName"] = group },
            "deployments",
            static id => id.GetValue<string>(),
            cancellationToken);
        await foreach (var id in newest.Take(NewestDeployments))
        {
            if ((await GetDeploymentAsync(id, cancellationToken)).OptionalText("description") == description) return id;
        }

        return null;
    }
}

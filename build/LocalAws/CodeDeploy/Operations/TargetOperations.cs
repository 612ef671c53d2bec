using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.CodeDeploy.Runs;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Operations;

internal sealed class TargetOperations(CodeDeployStore store, IServiceTaskSets services) : ICodeDeployOperations
{
    private const int LargestBatch = 25;

    public IReadOnlyDictionary<string, CodeDeployOperation> Operations => new Dictionary<string, CodeDeployOperation>
    {
        ["ListDeploymentTargets"] = ListAsync,
        ["GetDeploymentTarget"] = GetAsync,
        ["BatchGetDeploymentTargets"] = BatchGetAsync,
    };

    private async Task<JsonObject> ListAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var deployment = await FindAsync(request, cancellationToken);
        var statuses = request.Object("targetFilters")?.Texts("TargetStatus") ?? [];
        var isWanted = statuses.Count == 0 || statuses.Contains(TargetView.StatusOf(deployment));
        return new() { ["targetIds"] = isWanted ? new JsonArray(deployment.TargetId) : [] };
    }

    private async Task<JsonObject> GetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var id = CodeDeployErrors.Required(request.Text("targetId"), "DeploymentTargetIdRequiredException", "targetId");
        return new() { ["deploymentTarget"] = await ViewAsync(await FindAsync(request, cancellationToken), id, cancellationToken) };
    }

    private async Task<JsonObject> BatchGetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var deployment = await FindAsync(request, cancellationToken);
        var ids = request.Texts("targetIds");
        if (ids.Count == 0)
            throw new AwsErrorException("DeploymentTargetIdRequiredException", "A deployment target ID was not provided.");
        if (ids.Count > LargestBatch)
            throw new AwsErrorException("DeploymentTargetListSizeExceededException", $"{ids.Count} targetIds are given, more than {LargestBatch}.");
        var targets = new JsonArray();
        foreach (var id in ids)
            targets.Add((JsonNode)await ViewAsync(deployment, id, cancellationToken));
        return new() { ["deploymentTargets"] = targets };
    }

    private async Task<Deployment> FindAsync(JsonObject request, CancellationToken cancellationToken) =>
        ResourceNames.FindDeployment(await store.ReadAsync(cancellationToken), request);

    private async Task<JsonObject> ViewAsync(Deployment deployment, string id, CancellationToken cancellationToken) =>
        id == deployment.TargetId
            ? TargetView.Of(deployment, await services.FindAsync(deployment.Plan.Cluster, deployment.Plan.Service, cancellationToken))
            : throw new AwsErrorException("DeploymentTargetDoesNotExistException", $"The target {id} does not belong to the deployment {deployment.Id}; its target is {deployment.TargetId}.");
}

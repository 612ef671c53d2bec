using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.CodeDeploy.Runs;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Operations;

internal sealed class DeploymentOperations(CodeDeployStore store, DeploymentCreation creation, IDeploymentDriver driver) : ICodeDeployOperations
{
    private const int DescribedAtOnce = 25;

    public IReadOnlyDictionary<string, CodeDeployOperation> Operations => new Dictionary<string, CodeDeployOperation>
    {
        ["CreateDeployment"] = CreateAsync,
        ["GetDeployment"] = GetAsync,
        ["BatchGetDeployments"] = BatchGetAsync,
        ["ListDeployments"] = ListAsync,
        ["ContinueDeployment"] = ContinueAsync,
        ["StopDeployment"] = StopAsync,
        ["GetApplicationRevision"] = GetRevisionAsync,
    };

    private async Task<JsonObject> CreateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var id = await creation.CreateAsync(request, cancellationToken);
        driver.Wake(id);
        return new() { ["deploymentId"] = id };
    }

    private async Task<JsonObject> GetAsync(JsonObject request, CancellationToken cancellationToken) =>
        new() { ["deploymentInfo"] = DeploymentView.Of(ResourceNames.FindDeployment(await store.ReadAsync(cancellationToken), request)) };

    private async Task<JsonObject> BatchGetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var ids = request.Texts("deploymentIds");
        if (ids.Count == 0)
            throw new AwsErrorException("DeploymentIdRequiredException", "At least one deployment ID must be specified.");
        if (ids.Count > DescribedAtOnce)
            throw new AwsErrorException("BatchLimitExceededException", $"{ids.Count} deployment ids are given, more than {DescribedAtOnce}.");
        var state = await store.ReadAsync(cancellationToken);
        var found = ids.Select(id => state.Deployment(ResourceNames.CheckedId(id))).OfType<Deployment>();
        return new() { ["deploymentsInfo"] = new JsonArray([.. found.Select(DeploymentView.Of)]) };
    }

    private async Task<JsonObject> ListAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var state = await store.ReadAsync(cancellationToken);
        var found = state.Deployments.AsEnumerable().Reverse();
        // "If deploymentGroupName is specified, then applicationName must be specified", and the other way round: ListDeployments in the model of the API.
        if ((request.Text("applicationName") ?? request.Text("deploymentGroupName")) is not null)
        {
            var application = ResourceNames.FindApplication(state, request);
            var group = ResourceNames.FindGroup(application, request);
            found = found.Where(known => known.Application == application.Name && known.Group == group.Name);
        }

        var statuses = request.Texts("includeOnlyStatuses");
        if (statuses.FirstOrDefault(status => !Enum.TryParse<DeploymentStatus>(status, out _) && status != "Baking") is { } wrong)
            throw new AwsErrorException("InvalidDeploymentStatusException", $"'{wrong}' is no status of a deployment.");
        return ListPage.Of(request, "deployments", [.. found.Where(known => statuses.Count == 0 || statuses.Contains(known.Status.ToString())).Select(known => known.Id)]);
    }

    private async Task<JsonObject> ContinueAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var wait = request.Text("deploymentWaitType") ?? "READY_WAIT";
        if (wait is not ("READY_WAIT" or "TERMINATION_WAIT"))
            throw new AwsErrorException("InvalidDeploymentWaitTypeException", $"The wait type '{wait}' is not valid; it should be READY_WAIT or TERMINATION_WAIT.");
        return await SignalAsync(
            request,
            (deployment, signals) => (wait, deployment.Phase) switch
            {
                ("READY_WAIT", DeploymentPhase.ReadyWait) => signals with { ReadyWaitIsOver = true },
                ("TERMINATION_WAIT", DeploymentPhase.TerminationWait) => signals with { TerminationWaitIsOver = true },
                ("READY_WAIT", _) => throw new AwsErrorException("DeploymentIsNotInReadyStateException", $"The deployment {deployment.Id} does not have a status of Ready and can't continue yet."),
                _ => throw new AwsErrorException("InvalidDeploymentStatusException", $"The deployment {deployment.Id} does not wait for the termination of its original task set."),
            },
            [],
            cancellationToken);
    }

    private Task<JsonObject> StopAsync(JsonObject request, CancellationToken cancellationToken) => SignalAsync(
        request,
        (deployment, signals) => signals with { Stop = true, RollBack = request.Flag("autoRollbackEnabled") ?? deployment.Plan.RollsBackStops },
        new() { ["status"] = "Pending", ["statusMessage"] = "The deployment is being stopped." },
        cancellationToken);

    private async Task<JsonObject> SignalAsync(
        JsonObject request, Func<Deployment, DeploymentSignals, DeploymentSignals> change, JsonObject answer, CancellationToken cancellationToken)
    {
        var id = ResourceNames.DeploymentId(request);
        await store.UpdateAsync(
            state =>
            {
                var deployment = ResourceNames.FindDeployment(state, request);
                if (deployment.IsEnded || deployment.Phase >= DeploymentPhase.Terminate)
                    throw CodeDeployErrors.AlreadyCompleted(id);
                return state.With(id, change(deployment, state.SignalsOf(id)));
            },
            cancellationToken);
        driver.Wake(id);
        return answer;
    }

    /// <summary>The one answer that has the content of a revision.</summary>
    private async Task<JsonObject> GetRevisionAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var state = await store.ReadAsync(cancellationToken);
        var application = ResourceNames.FindApplication(state, request);
        var wanted = request.Object("revision") ?? throw new AwsErrorException("RevisionRequiredException", "RevisionLocation must be specified");
        var hash = wanted.Object("appSpecContent")?.Text("sha256") ?? wanted.Object("string")?.Text("sha256");
        var found = state.Deployments.FindLast(known => known.Application == application.Name
            && known.Content is { } content && (hash is null ? JsonNode.DeepEquals(known.Revision, wanted) : Revisions.RevisionReader.HashOf(content) == hash))
            ?? throw new AwsErrorException("RevisionDoesNotExistException", "No revision found for the given location.");
        var revision = found.Revision.DeepClone().AsObject();
        foreach (var holder in new[] { revision.Object("appSpecContent"), revision.Object("string") }.OfType<JsonObject>())
            holder["content"] = found.Content;
        return new() { ["applicationName"] = application.Name, ["revision"] = revision, ["revisionInfo"] = new JsonObject { ["deploymentGroups"] = new JsonArray(found.Group) } };
    }
}

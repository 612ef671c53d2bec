using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.CodeDeploy.Runs;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Operations;

internal sealed class DeploymentGroupOperations(CodeDeployStore store, IServiceTaskSets services) : ICodeDeployOperations
{
    /// <summary>Members of requests that are the group's names, not its settings.</summary>
    private static readonly string[] Names = ["applicationName", "deploymentGroupName", "currentDeploymentGroupName", "newDeploymentGroupName", "tags"];

    public IReadOnlyDictionary<string, CodeDeployOperation> Operations => new Dictionary<string, CodeDeployOperation>
    {
        ["CreateDeploymentGroup"] = CreateAsync,
        ["UpdateDeploymentGroup"] = UpdateAsync,
        ["GetDeploymentGroup"] = GetAsync,
        ["BatchGetDeploymentGroups"] = BatchGetAsync,
        ["ListDeploymentGroups"] = ListAsync,
        ["DeleteDeploymentGroup"] = DeleteAsync,
    };

    private async Task<JsonObject> CreateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = ResourceNames.Group(request);
        ResourceNames.FindApplication(await store.ReadAsync(cancellationToken), request);
        var group = new DeploymentGroup(name, Guid.NewGuid().ToString(), SettingsOf(request, [])) { Tags = TagList.Merge([], request.Objects("tags")) };
        await CheckServiceAsync(group, cancellationToken);
        await store.UpdateAsync(
            state =>
            {
                var application = ResourceNames.FindApplication(state, request);
                if (application.Groups.ContainsKey(name))
                    throw new AwsErrorException("DeploymentGroupAlreadyExistsException", $"Deployment group name already exists: {name}");
                CheckAmongOthers(state, group, replaced: null);
                return state.With(application.With(group));
            },
            cancellationToken);
        return new() { ["deploymentGroupId"] = group.Id };
    }

    private async Task<JsonObject> UpdateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var before = ResourceNames.FindGroup(ResourceNames.FindApplication(await store.ReadAsync(cancellationToken), request), request, "currentDeploymentGroupName");
        var name = request.Text("newDeploymentGroupName") is null ? before.Name : ResourceNames.Group(request, "newDeploymentGroupName");
        var after = before with { Name = name, Settings = SettingsOf(request, before.Settings) };
        await CheckServiceAsync(after, cancellationToken);
        await store.UpdateAsync(
            state =>
            {
                var application = ResourceNames.FindApplication(state, request);
                if (name != before.Name && application.Groups.ContainsKey(name))
                    throw new AwsErrorException("DeploymentGroupAlreadyExistsException", $"Deployment group name already exists: {name}");
                CheckAmongOthers(state, after, before.Id);
                return state.With(application.Without(before.Name).With(after));
            },
            cancellationToken);
        return new() { ["hooksNotCleanedUp"] = new JsonArray() };
    }

    private async Task<JsonObject> GetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var state = await store.ReadAsync(cancellationToken);
        var application = ResourceNames.FindApplication(state, request);
        return new() { ["deploymentGroupInfo"] = DeploymentGroupView.Of(state, application, ResourceNames.FindGroup(application, request)) };
    }

    private async Task<JsonObject> BatchGetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var state = await store.ReadAsync(cancellationToken);
        var application = ResourceNames.FindApplication(state, request);
        var groups = CodeDeployErrors.Several(request.Texts("deploymentGroupNames"), "DeploymentGroupNameRequiredException", "deploymentGroupNames").Select(name => application.Groups.GetValueOrDefault(name) ?? throw CodeDeployErrors.GroupNotFound(name));
        return new() { ["deploymentGroupsInfo"] = new JsonArray([.. groups.Select(group => DeploymentGroupView.Of(state, application, group))]) };
    }

    private async Task<JsonObject> ListAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var application = ResourceNames.FindApplication(await store.ReadAsync(cancellationToken), request);
        var page = ListPage.Of(request, "deploymentGroups", [.. application.Groups.Keys.Order(StringComparer.Ordinal)]);
        page["applicationName"] = application.Name;
        return page;
    }

    private async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (application, name) = (ResourceNames.Application(request), ResourceNames.Group(request));
        // What is not there is no error of this operation, by the model of the API.
        await store.UpdateAsync(state => state.Applications.TryGetValue(application, out var found) ? state.With(found.Without(name)) : state, cancellationToken);
        return new() { ["hooksNotCleanedUp"] = new JsonArray() };
    }

    private static JsonObject SettingsOf(JsonObject request, JsonObject before)
    {
        var settings = before.DeepClone().AsObject();
        foreach (var (member, value) in request.Where(member => !Names.Contains(member.Key) && member.Value is not null))
            settings[member] = value!.DeepClone();
        GroupRules.Check(settings);
        return settings;
    }

    private static void CheckAmongOthers(CodeDeployState state, DeploymentGroup group, string? replaced)
    {
        if (state.Config(group.ConfigName) is null)
            throw CodeDeployErrors.ConfigNotFound(group.ConfigName);
        var other = state.Applications.Values.SelectMany(application => application.Groups.Values)
            .FirstOrDefault(known => known.Id != replaced && known.Cluster == group.Cluster && known.Service == group.Service);
        if (other is not null)
            throw new AwsErrorException("ECSServiceMappingLimitExceededException", $"The ECS service {group.Service} is associated with the deployment group {other.Name} already; it can be with one only.");
    }

    private async Task CheckServiceAsync(DeploymentGroup group, CancellationToken cancellationToken)
    {
        var service = await services.FindAsync(group.Cluster, group.Service, cancellationToken);
        if (service is not { IsActive: true })
            throw new AwsErrorException("InvalidECSServiceException", $"The ECS service {group.Service} in cluster {group.Cluster} cannot be found.");
        if (service.DeploymentController != "CODE_DEPLOY")
            throw new AwsErrorException("InvalidECSServiceException", "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.");
    }
}

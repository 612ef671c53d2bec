using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Operations;

internal sealed class ApplicationOperations(CodeDeployStore store, TimeProvider time) : ICodeDeployOperations
{
    public IReadOnlyDictionary<string, CodeDeployOperation> Operations => new Dictionary<string, CodeDeployOperation>
    {
        ["CreateApplication"] = CreateAsync,
        ["GetApplication"] = GetAsync,
        ["ListApplications"] = ListAsync,
        ["BatchGetApplications"] = BatchGetAsync,
        ["DeleteApplication"] = DeleteAsync,
    };

    private async Task<JsonObject> CreateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = ResourceNames.Application(request);
        if (request.Text("computePlatform") is var platform and not "ECS")
        {
            throw platform is null or "Server" or "Lambda"
                ? AwsErrorException.NotImplemented($"CodeDeploy for the compute platform {platform ?? "Server"} (it has ECS)")
                : new AwsErrorException("InvalidComputePlatformException", $"The compute platform {platform} is not valid; it should be Lambda, Server, or ECS.");
        }

        var application = new Application(name, Guid.NewGuid().ToString(), time.GetUtcNow(), new Dictionary<string, DeploymentGroup>()) { Tags = TagList.Merge([], request.Objects("tags")) };
        await store.UpdateAsync(
            state => state.Applications.ContainsKey(name)
                ? throw new AwsErrorException("ApplicationAlreadyExistsException", $"Application already exists with the name: {name}")
                : state.With(application),
            cancellationToken);
        return new() { ["applicationId"] = application.Id };
    }

    private async Task<JsonObject> GetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var application = ResourceNames.FindApplication(await store.ReadAsync(cancellationToken), request);
        return new() { ["application"] = View(application) };
    }

    private async Task<JsonObject> BatchGetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var state = await store.ReadAsync(cancellationToken);
        var found = CodeDeployErrors.Several(request.Texts("applicationNames"), "ApplicationNameRequiredException", "applicationNames").Select(name => state.Applications.GetValueOrDefault(name) ?? throw CodeDeployErrors.ApplicationNotFound(name));
        return new() { ["applicationsInfo"] = new JsonArray([.. found.Select(View)]) };
    }

    private async Task<JsonObject> ListAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var state = await store.ReadAsync(cancellationToken);
        return ListPage.Of(request, "applications", [.. state.Applications.Keys.Order(StringComparer.Ordinal)]);
    }

    private async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = ResourceNames.Application(request);
        await store.UpdateAsync(state => state with { Applications = state.Applications.Where(known => known.Key != name).ToDictionary() }, cancellationToken);
        return [];
    }

    private static JsonObject View(Application application)
    {
        var view = new JsonObject
        {
            ["applicationId"] = application.Id,
            ["applicationName"] = application.Name,
            ["computePlatform"] = "ECS",
            ["linkedToGitHub"] = false,
        };
        view.AddTime("createTime", application.CreatedAt);
        return view;
    }
}

using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Operations;

internal sealed class DeploymentConfigOperations(CodeDeployStore store, TimeProvider time) : ICodeDeployOperations
{
    private const int LongestIntervalMinutes = 2880;

    public IReadOnlyDictionary<string, CodeDeployOperation> Operations => new Dictionary<string, CodeDeployOperation>
    {
        ["CreateDeploymentConfig"] = CreateAsync,
        ["GetDeploymentConfig"] = GetAsync,
        ["ListDeploymentConfigs"] = ListAsync,
        ["DeleteDeploymentConfig"] = DeleteAsync,
    };

    private async Task<JsonObject> CreateAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = ResourceNames.Config(request);
        if (name.StartsWith(DeploymentConfig.Prefix, StringComparison.Ordinal))
            throw new AwsErrorException("InvalidDeploymentConfigNameException", $"Names that begin with {DeploymentConfig.Prefix} are CodeDeploy's own.");
        if (request.Text("computePlatform") is var platform and not "ECS")
            throw AwsErrorException.NotImplemented($"deployment configurations for the compute platform {platform ?? "Server"} (it has ECS)");
        var config = new DeploymentConfig(name, Guid.NewGuid().ToString(), RoutingOf(request.Object("trafficRoutingConfig")), time.GetUtcNow());
        await store.UpdateAsync(
            state => state.Configs.ContainsKey(name)
                ? throw new AwsErrorException("DeploymentConfigAlreadyExistsException", $"Deployment Configuration already exists with the name: {name}")
                : state with { Configs = new(state.Configs) { [name] = config } },
            cancellationToken);
        return new() { ["deploymentConfigId"] = config.Id };
    }

    private async Task<JsonObject> GetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = ResourceNames.Config(request);
        var config = (await store.ReadAsync(cancellationToken)).Config(name) ?? throw CodeDeployErrors.ConfigNotFound(name);
        var view = new JsonObject
        {
            ["deploymentConfigId"] = config.Id,
            ["deploymentConfigName"] = config.Name,
            ["computePlatform"] = "ECS",
            ["trafficRoutingConfig"] = config.Routing.ToJson(),
        };
        view.AddTime("createTime", config.CreatedAt);
        return new() { ["deploymentConfigInfo"] = view };
    }

    private async Task<JsonObject> ListAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var state = await store.ReadAsync(cancellationToken);
        var names = DeploymentConfig.Predefined.Select(config => config.Name).Concat(state.Configs.Keys.Order(StringComparer.Ordinal));
        return ListPage.Of(request, "deploymentConfigsList", [.. names]);
    }

    private async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = ResourceNames.Config(request);
        if (name.StartsWith(DeploymentConfig.Prefix, StringComparison.Ordinal))
            throw new AwsErrorException("InvalidOperationException", "CodeDeploy's own deployment configurations cannot be deleted.");
        await store.UpdateAsync(
            state => state.Applications.Values.SelectMany(application => application.Groups.Values).Any(group => group.ConfigName == name)
                ? throw new AwsErrorException("DeploymentConfigInUseException", $"The deployment configuration {name} is still in use.")
                : state with { Configs = state.Configs.Where(known => known.Key != name).ToDictionary() },
            cancellationToken);
        return [];
    }

    private static TrafficRouting RoutingOf(JsonObject? routing) => routing?.Text("type") switch
    {
        TrafficRouting.AllAtOnceType => TrafficRouting.AllAtOnce,
        TrafficRouting.CanaryType => Timed(TrafficRouting.CanaryType, routing.Object("timeBasedCanary"), "canaryPercentage", "canaryInterval"),
        TrafficRouting.LinearType => Timed(TrafficRouting.LinearType, routing.Object("timeBasedLinear"), "linearPercentage", "linearInterval"),
        var type => throw Invalid($"The type of the traffic routing is '{type}'; it should be AllAtOnce, TimeBasedCanary or TimeBasedLinear."),
    };

    private static TrafficRouting Timed(string type, JsonObject? members, string percentageName, string intervalName)
    {
        var percentage = members?.Number(percentageName) ?? throw Invalid($"{percentageName} must be specified for {type}.");
        var interval = members.Number(intervalName) ?? throw Invalid($"{intervalName} must be specified for {type}.");
        if (percentage is < 1 or > 99)
            throw Invalid($"{percentageName} is {percentage}; it should be from 1 to 99.");
        if (interval is < 1 or > LongestIntervalMinutes)
            throw Invalid($"{intervalName} is {interval}; it should be from 1 to {LongestIntervalMinutes} minutes.");
        return new(type, percentage, interval);
    }

    private static AwsErrorException Invalid(string message) => new("InvalidTrafficRoutingConfigurationException", message);
}

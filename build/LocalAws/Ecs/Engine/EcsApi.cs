using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.CloudMap.Contract;
using Slipway.LocalAws.Ecs.Api;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Engine;

/// <summary>The ECS API, version 2014-11-13.</summary>
internal sealed partial class EcsApi(EcsEngine engine, IServiceRegistry registry) : IJsonService
{
    public string TargetPrefix => "AmazonEC2ContainerServiceV20141113";

    public IReadOnlyList<string> Unsupported { get; } =
    [
        // Of Managed Instances.
        "CreateCapacityProvider,DeleteCapacityProvider,DescribeCapacityProviders,UpdateCapacityProvider cluster",
        "CreateCapacityProvider,UpdateCapacityProvider managedInstancesProvider",
        "CreateService,UpdateService serviceConnectConfiguration.accessLogConfiguration",
        "CreateService,UpdateService serviceConnectConfiguration.services[].clientAliases[].testTrafficRules",
        "CreateService,UpdateService serviceConnectConfiguration.services[].tls",
        "CreateTaskSet serviceRegistries",
        "ListServices resourceManagementType",
        "ListTasks daemonName",
        "RunTask overrides.inferenceAcceleratorOverrides",
        "RunTask volumeConfigurations",
    ];

    public async Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        var answer = await AnswerAsync(operation, request, cancellationToken);
        // A service of Cloud Map gets the ARN that the answer shows.
        if (operation is "CreateService" or "UpdateService")
            await engine.RegisterDiscoveredAsync(cancellationToken);
        return answer;
    }

    /// <summary>
    /// ECS creates the namespace that a cluster names and that does not exist (ClusterServiceConnectDefaultsRequest in the API reference); a service that names one is refused.
    /// The rules look for the namespace last, so a request that is refused for anything else leaves none.
    /// </summary>
    private async Task<JsonObject> AnswerAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.AskAsync(world => world.Invoke(operation, request), cancellationToken);
        }
        catch (AwsErrorException refused) when (refused.Code == ConnectRules.NamespaceNotFound && NewNamespaceOf(operation, request) is { } name)
        {
            await registry.EnsureNamespaceAsync(name, cancellationToken);
            return await engine.AskAsync(world => world.Invoke(operation, request), cancellationToken);
        }
    }

    private static string? NewNamespaceOf(string operation, JsonObject request) =>
        operation is "CreateCluster" or "UpdateCluster" && request.Object("serviceConnectDefaults")?.Text("namespace") is { } name && ValidNamespace().IsMatch(name) ? name : null;

    /// <summary>No ARN, and nothing empty.</summary>
    [GeneratedRegex("^(?!arn:)[^<>\"/]{1,1024}$")]
    private static partial Regex ValidNamespace();
}

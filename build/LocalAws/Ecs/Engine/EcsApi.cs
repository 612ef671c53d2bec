using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.CloudMap.Contract;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Engine;

/// <summary>The ECS API, version 2014-11-13.</summary>
internal sealed partial class EcsApi(EcsEngine engine, IServiceRegistry registry) : IJsonService
{
    public string TargetPrefix => "AmazonEC2ContainerServiceV20141113";

    public IReadOnlyList<string> Unsupported { get; } =
    [
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

    /// <summary>A namespace has to be there before a request is answered that names it; a service of Cloud Map gets the ARN that the answer shows.</summary>
    public async Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        if (NamespaceOf(operation, request) is { } name && ValidNamespace().IsMatch(name) && registry.FindNamespace(name) is null)
            await registry.EnsureNamespaceAsync(name, cancellationToken);
        var answer = await engine.AskAsync(world => world.Invoke(operation, request), cancellationToken);
        if (operation is "CreateService" or "UpdateService")
            await engine.RegisterDiscoveredAsync(cancellationToken);
        return answer;
    }

    /// <summary>
    /// The namespace that a request names. ECS makes one that is not there, for a cluster (ClusterServiceConnectDefaultsRequest in the API reference) and, as users found, for a
    /// service, too: https://github.com/aws/aws-cdk/issues/25616
    /// </summary>
    private static string? NamespaceOf(string operation, JsonObject request) => operation switch
    {
        "CreateCluster" or "UpdateCluster" => request.Object("serviceConnectDefaults")?.Text("namespace"),
        "CreateService" or "UpdateService" when request.Object("serviceConnectConfiguration") is { } configuration && configuration.Flag("enabled") == true => configuration.Text("namespace"),
        _ => null,
    };

    /// <summary>No ARN, and nothing empty.</summary>
    [GeneratedRegex("^(?!arn:)[^<>\"/]{1,1024}$")]
    private static partial Regex ValidNamespace();
}

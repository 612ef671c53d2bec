using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Engine;

/// <summary>The ECS API, version 2014-11-13.</summary>
internal sealed class EcsApi(EcsEngine engine) : IJsonService
{
    public string TargetPrefix => "AmazonEC2ContainerServiceV20141113";

    public IReadOnlyList<string> Unsupported { get; } =
    [
        "CreateCapacityProvider,UpdateCapacityProvider managedInstancesProvider",
        "CreateTaskSet serviceRegistries",
        "ListContainerInstances filter",
        "ListServices resourceManagementType",
        "ListTasks daemonName",
        "RunTask overrides.inferenceAcceleratorOverrides",
        "RunTask volumeConfigurations",
    ];

    public Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken) =>
        engine.AskAsync(world => world.Invoke(operation, request), cancellationToken);
}

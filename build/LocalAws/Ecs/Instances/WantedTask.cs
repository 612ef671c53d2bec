using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Instances;

/// <summary>A task that is to be placed.</summary>
/// <param name="Constraints"><c>placementConstraints</c> of the service or of RunTask, and of the task definition.</param>
/// <param name="Strategies"><c>placementStrategy</c> of the service or of RunTask.</param>
/// <param name="IsDaemon">Whether it is the one of its group on its instance.</param>
internal sealed record WantedTask(string Cluster, string Group, TaskBlueprint Blueprint, IReadOnlyList<JsonObject> Constraints, IReadOnlyList<PlacementStrategy> Strategies, bool IsDaemon)
{
    public static WantedTask Of(Service service, RegisteredTaskDefinition definition, TaskBlueprint blueprint) => new(
        service.Cluster, $"service:{service.Name}", blueprint, Constrained(service.Definition, definition), PlacementStrategy.Of(service.Definition, PlacementStrategy.OfServices), service.IsDaemon);

    /// <param name="request">Of RunTask.</param>
    public static WantedTask Of(JsonObject request, string cluster, RegisteredTaskDefinition definition, TaskBlueprint blueprint) => new(
        cluster, request.Text("group") ?? $"family:{definition.Family}", blueprint, Constrained(request, definition), PlacementStrategy.Of(request, PlacementStrategy.OfTasks), IsDaemon: false);

    public bool IsSibling(PlacedTask other) => other.Task.Cluster == Cluster && other.Task.Group == Group;

    private static IReadOnlyList<JsonObject> Constrained(JsonObject request, RegisteredTaskDefinition definition) =>
        [.. request.Objects("placementConstraints"), .. definition.Registration.Objects("placementConstraints")];
}

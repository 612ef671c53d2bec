using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Instances;

/// <summary>Which of the instances that have room comes next. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html</summary>
/// <param name="Type">spread, binpack or random.</param>
/// <param name="Field"><c>instanceId</c> or <c>attribute:NAME</c> of spread; <c>cpu</c> or <c>memory</c> of binpack.</param>
internal sealed record PlacementStrategy(string Type, string Field)
{
    private const string Instance = "instanceId";

    /// <summary>Evenly over the zones, and over the instances of each: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html</summary>
    public static IReadOnlyList<PlacementStrategy> OfServices { get; } = [new("spread", QuerySubject.Attribute + ContainerInstances.Zone), new("spread", Instance)];

    public static IReadOnlyList<PlacementStrategy> OfTasks { get; } = [new("random", "")];

    /// <summary>Those of a request; without any, the ones that ECS takes.</summary>
    /// <exception cref="AwsErrorException">
    /// <c>InvalidParameterException</c>. The sentences about the fields of random and binpack are ECS's, as cdk-preflight's rules quote them; that about spread is like them, and unconfirmed.
    /// </exception>
    public static IReadOnlyList<PlacementStrategy> Of(JsonObject request, IReadOnlyList<PlacementStrategy> standard)
    {
        var given = request.Objects("placementStrategy");
        return given.Count == 0 ? standard : [.. given.Select(strategy => Of(strategy.Text("type") ?? "", strategy.Text("field") ?? ""))];
    }

    private static PlacementStrategy Of(string type, string field) => (type, field.ToLowerInvariant()) switch
    {
        ("random", "") => new(type, ""),
        ("random", _) => throw EcsErrors.InvalidParameter("random field should not be specified."),
        ("binpack", "cpu" or "memory") => new(type, field.ToLowerInvariant()),
        ("spread", "instanceid" or "host") => new(type, Instance),
        ("spread", _) when field.StartsWith(QuerySubject.Attribute, StringComparison.Ordinal) => new(type, field),
        ("binpack" or "spread", _) => throw EcsErrors.InvalidParameter($"{type} field '{field}' is invalid."),
        _ => throw EcsErrors.InvalidParameter($"Placement strategy type '{type}' is not one of binpack, random and spread."),
    };

    /// <summary>The best of them, in their order.</summary>
    /// <param name="all">Those without room, too: what is in their zone counts.</param>
    /// <param name="on">The tasks on an instance.</param>
    public IReadOnlyList<ContainerInstance> Choose(
        IReadOnlyList<ContainerInstance> candidates, IReadOnlyList<ContainerInstance> all, Func<ContainerInstance, IReadOnlyList<PlacedTask>> on, WantedTask wanted)
    {
        if (Type == "random")
            return [candidates[Random.Shared.Next(candidates.Count)]];
        // The instances are equally large: the one on which most is reserved has the least left.
        var weights = candidates.Select(candidate => (Candidate: candidate, Weight: Type == "spread" ? Siblings(candidate) : -on(candidate).Sum(ReservedBy))).ToList();
        var least = weights.Min(weighed => weighed.Weight);
        return [.. weights.Where(weighed => weighed.Weight == least).Select(weighed => weighed.Candidate)];

        int Siblings(ContainerInstance candidate) => all.Where(other => ValueOf(other) == ValueOf(candidate)).Sum(other => on(other).Count(task => wanted.IsSibling(task) && !task.Task.StopRequested));
    }

    private int ReservedBy(PlacedTask task) => Field == "cpu" ? task.Blueprint.Cpu : task.Blueprint.Memory;

    private string ValueOf(ContainerInstance instance) =>
        Field == Instance ? instance.Arn : instance.Attributes.GetValueOrDefault(Field[QuerySubject.Attribute.Length..], "");
}

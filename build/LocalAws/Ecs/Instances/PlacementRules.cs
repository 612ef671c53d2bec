using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Instances;

/// <summary>What is refused of <c>placementConstraints</c> and <c>placementStrategy</c>.</summary>
internal sealed class PlacementRules(ContainerInstances instances)
{
    private const string OfPlatform = "ecs.";
    private const int MostConstraints = 10;
    private const int MostStrategies = 5;

    /// <param name="request">Of a service or of RunTask, or what a task definition was registered with.</param>
    /// <exception cref="AwsErrorException">They cannot be, or ask for what the pretended instances do not have.</exception>
    public void Check(JsonObject request, string cluster)
    {
        PlacementStrategy.Of(request, []);
        if (request.Objects("placementStrategy").Count > MostStrategies)
            throw EcsErrors.InvalidParameter($"Maximum number of strategies is {MostStrategies}.");
        var constraints = request.Objects("placementConstraints");
        if (constraints.Count > MostConstraints)
            throw EcsErrors.InvalidParameter($"Maximum number of constraints is {MostConstraints}.");
        foreach (var constraint in constraints)
            CheckConstraint(constraint, cluster);
    }

    /// <summary>The sentence about distinctInstance is ECS's, as cdk-preflight's rules quote it; the others are unconfirmed.</summary>
    private void CheckConstraint(JsonObject constraint, string cluster)
    {
        var expression = constraint.Text("expression") is { Length: > 0 } given ? given : null;
        switch (constraint.Text("type"))
        {
            case "distinctInstance" when expression is null:
                return;
            case "distinctInstance":
                throw EcsErrors.InvalidParameter("distinctInstance expression should not be specified.");
            case "memberOf" when expression is not null:
                CheckKnown(expression, cluster);
                return;
            case "memberOf":
                throw EcsErrors.InvalidParameter("The placement constraint memberOf needs an expression.");
            default:
                throw EcsErrors.InvalidParameter($"Placement constraint type '{constraint.Text("type")}' is not one of distinctInstance and memberOf.");
        }
    }

    /// <summary>Attributes of the platform that depend on the real instances, such as their type, are not made up: they hold what was put for them.</summary>
    private void CheckKnown(string expression, string cluster)
    {
        var unknown = ClusterQuery.Parse(expression).Subjects
            .Where(subject => subject.StartsWith(QuerySubject.Attribute + OfPlatform, StringComparison.Ordinal))
            .FirstOrDefault(subject => !instances.In(cluster).Any(instance => instance.Attributes.ContainsKey(subject[QuerySubject.Attribute.Length..])));
        if (unknown is not null)
            throw EcsErrors.Unsupported($"'{unknown}' of the expression '{expression}' before it is put on a container instance (aws ecs put-attributes)");
    }
}

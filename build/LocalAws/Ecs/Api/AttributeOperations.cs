using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Ecs.Instances;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>
/// PutAttributes, DeleteAttributes and ListAttributes of container instances. Unlike on AWS, those of the platform can be put, too: nothing else says what a pretended
/// instance is.
/// </summary>
internal sealed partial class AttributeOperations(EcsState state, ContainerInstances instances) : IOperations
{
    private const string Target = "container-instance";
    private const int MostAtOnce = 10;
    private const int MostOfInstance = 10;

    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>>
    {
        ["PutAttributes"] = Put,
        ["DeleteAttributes"] = Delete,
        ["ListAttributes"] = List,
    };

    private JsonObject Put(JsonObject request)
    {
        var (cluster, attributes) = Read(request);
        foreach (var attribute in attributes)
        {
            if (!Name().IsMatch(attribute.Name) || (attribute.Value is { } value && !Value().IsMatch(value)))
                throw EcsErrors.InvalidParameter($"The attribute '{attribute.Name}' has a name or a value that is not valid.");
        }

        var rest = state.Attributes.Where(known => !attributes.Exists(attribute => IsSame(known, attribute))).ToList();
        if (rest.Concat(attributes).GroupBy(known => (known.Cluster, known.Instance)).Any(of => of.Count() > MostOfInstance))
            throw new AwsErrorException("AttributeLimitExceededException", $"You can apply up to {MostOfInstance} custom attributes to each resource.");
        state.Attributes = [.. rest, .. attributes];
        return new() { ["attributes"] = new JsonArray([.. attributes.Select(attribute => View(cluster, attribute.Instance, attribute.Name, attribute.Value))]) };
    }

    private JsonObject Delete(JsonObject request)
    {
        var (cluster, attributes) = Read(request);
        var gone = state.Attributes.Where(known => attributes.Exists(attribute => IsSame(known, attribute))).ToList();
        state.Attributes.RemoveAll(gone.Contains);
        return new() { ["attributes"] = new JsonArray([.. gone.Select(attribute => View(cluster, attribute.Instance, attribute.Name, attribute.Value))]) };
    }

    private JsonObject List(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        if (request.RequiredText("targetType") != Target)
            throw EcsErrors.InvalidParameter($"The target type should be {Target}.");
        var (name, value) = (request.Text("attributeName"), request.Text("attributeValue"));
        return Page.Of(request, "attributes",
        [
            .. from instance in instances.In(cluster)
            from attribute in instance.Attributes
            where (name is null || attribute.Key == name) && (value is null || attribute.Value == value)
            select View(cluster, instance.Number, attribute.Key, attribute.Value),
        ]);
    }

    private (string Cluster, List<AttributeValue> Attributes) Read(JsonObject request)
    {
        var cluster = ClusterOperations.NameIn(state, request);
        var given = request.Objects("attributes");
        if (given.Count is 0 or > MostAtOnce)
            throw EcsErrors.InvalidParameter($"Attributes must be between 1 and {MostAtOnce}.");
        return (cluster, [.. given.Select(attribute => new AttributeValue(cluster, Find(cluster, attribute), attribute.RequiredText("name"), attribute.Text("value")))]);
    }

    /// <exception cref="AwsErrorException"><c>TargetNotFoundException</c>; the sentence is unconfirmed.</exception>
    private int Find(string cluster, JsonObject attribute)
    {
        var (id, type) = (attribute.RequiredText("targetId"), attribute.Text("targetType"));
        // A short id says nothing about what it is of (Attribute in the API reference).
        if (type is not (null or Target) || (type is null && !id.StartsWith("arn:", StringComparison.Ordinal)))
            throw EcsErrors.InvalidParameter($"The target type should be {Target}.");
        return instances.Find(cluster, id)?.Number ?? throw new AwsErrorException("TargetNotFoundException", "The specified target wasn't found.");
    }

    private JsonObject View(string cluster, int instance, string name, string? value)
    {
        var view = new JsonObject { ["name"] = name, ["targetType"] = Target, ["targetId"] = instances.In(cluster, instance).Arn };
        if (value is { Length: > 0 })
            view["value"] = value;
        return view;
    }

    private static bool IsSame(AttributeValue one, AttributeValue other) => one.Cluster == other.Cluster && one.Instance == other.Instance && one.Name == other.Name;

    [GeneratedRegex(@"^[A-Za-z0-9_/\\.-]{1,128}$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?! )[A-Za-z0-9_.@/\\: -]{1,128}(?<! )$")]
    private static partial Regex Value();
}

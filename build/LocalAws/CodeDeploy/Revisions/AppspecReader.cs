using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.Yaml;

namespace Slipway.LocalAws.CodeDeploy.Revisions;

/// <summary>
/// Reads appspec files, in YAML or JSON. Format: CodeDeploy user guide, "AppSpec file structure for Amazon ECS deployments"; the case of the
/// names does not matter, as tools write both <c>Resources</c> and <c>resources</c>.
/// </summary>
public static class AppspecReader
{
    private const string ServiceType = "AWS::ECS::Service";

    /// <exception cref="AwsErrorException"><c>InvalidRevisionException</c>, or there are hooks.</exception>
    public static Appspec Read(string text)
    {
        var document = Document(text);
        if (Scalar(document, "version") is not ("0" or "0.0" or "0.00"))
            throw Invalid("The 'version' of the AppSpec file must be 0.0.");
        RefuseHooks(Member(document, "Hooks"));
        var resources = Member(document, "Resources") as JsonArray ?? throw Invalid("The AppSpec file has no list 'Resources'.");
        if (resources is not [JsonObject { Count: 1 } only])
            throw Invalid($"The AppSpec file must have one resource, a target service; it has {resources.Count}.");
        var (name, resource) = only.First();
        if (Scalar(resource, "Type") is var type && type != ServiceType)
            throw Invalid($"The Type of '{name}' in the AppSpec file is '{type}'; it must be {ServiceType}.");
        var properties = Member(resource, "Properties") as JsonObject ?? throw Invalid($"'{name}' in the AppSpec file has no Properties.");
        var balancer = Member(properties, "LoadBalancerInfo");
        var port = Required(balancer, "ContainerPort", "LoadBalancerInfo.ContainerPort");
        return new(
            Required(properties, "TaskDefinition", "TaskDefinition"),
            Required(balancer, "ContainerName", "LoadBalancerInfo.ContainerName"),
            ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : throw Invalid($"The ContainerPort in the AppSpec file is '{port}'; it must be a number from 1 to 65535."),
            Scalar(properties, "PlatformVersion"),
            LowerCamel(Member(properties, "NetworkConfiguration")) as JsonObject,
            LowerCamel(Member(properties, "CapacityProviderStrategy")) as JsonArray);
    }

    /// <summary>Objects, arrays and texts: what the scalars mean is for the reader of each to say.</summary>
    private static JsonNode Document(string text) => YamlReader.Read(text, "appspec", mistake => throw NotWellFormed($"Line {mistake.Place.Line}: {mistake.Message}")) is MappingNode root
        ? Convert(root)!
        : throw NotWellFormed("It is not one mapping.");

    private static JsonNode? Convert(Node node) => node switch
    {
        MappingNode mapping when mapping.Find("") is not null => throw NotWellFormed("A key is empty."),
        MappingNode mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, Convert(entry.Value)))),
        SequenceNode sequence => new JsonArray([.. sequence.Items.Select(Convert)]),
        ScalarNode { IsNull: false } scalar => JsonValue.Create(scalar.Text),
        _ => null,
    };

    private static AwsErrorException NotWellFormed(string why) => Invalid($"The AppSpec file must be valid JSON or YAML. {why}");

    /// <summary>A hook names a Lambda function. That nobody called it would be a made-up success.</summary>
    private static void RefuseHooks(JsonNode? hooks)
    {
        var named = (hooks as JsonArray ?? []).OfType<JsonObject>().SelectMany(hook => hook).Select(hook => $"{hook.Key}: {hook.Value}").ToList();
        if (named.Count > 0)
            throw AwsErrorException.NotImplemented($"the Hooks of an AppSpec file ({string.Join(", ", named)}), as it has no Lambda to call");
    }

    private static string Required(JsonNode? node, string member, string shown) =>
        Scalar(node, member) is { Length: > 0 } value ? value : throw Invalid($"The AppSpec file has no {shown}.");

    private static JsonNode? Member(JsonNode? node, string name) =>
        (node as JsonObject)?.FirstOrDefault(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static string? Scalar(JsonNode? node, string name) => Member(node, name) is JsonValue value ? value.GetValue<string>() : null;

    /// <summary>Names in an appspec begin with a capital, those of ECS's API do not.</summary>
    private static JsonNode? LowerCamel(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(char.ToLowerInvariant(member.Key[0]) + member.Key[1..], LowerCamel(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(LowerCamel)]),
        JsonValue value when int.TryParse(value.GetValue<string>(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        JsonValue value => value.DeepClone(),
        _ => null,
    };

    private static AwsErrorException Invalid(string message) => CodeDeployErrors.InvalidRevision(message);
}

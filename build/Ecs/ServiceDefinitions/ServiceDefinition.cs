using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Ecs.Diffing;
using Slipway.Ecs.Sources;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.ServiceDefinitions;

/// <summary>
/// What a service shall have beside its task definition: a document as <c>aws ecs create-service --cli-input-json</c> takes it. What it does not say is the
/// service's own, and stays as it is.
/// </summary>
public sealed class ServiceDefinition
{
    private const string DesiredCountMember = "desiredCount";
    private const string LoadBalancers = "loadBalancers";

    /// <summary>Those that ECS takes with CreateService only. Amazon ECS API reference: CreateService, UpdateService.</summary>
    private static readonly string[] Fixed = ["launchType", "schedulingStrategy"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _root;

    /// <param name="root">Checked: see <see cref="ServiceDefinitionChecks"/>.</param>
    public ServiceDefinition(JsonObject root) => _root = root;

    /// <summary>The number of tasks that a service is created with; later it is the service's own, which autoscaling may have set.</summary>
    public int? DesiredCount => _root.Number(DesiredCountMember);

    /// <summary>The name or the ARN of the namespace of Service Connect; null where it names none.</summary>
    public string? Namespace => Connect?.Text("namespace");

    /// <summary>Whether the service is in a namespace of Service Connect: the one that it names, else the cluster's.</summary>
    public bool IsConnected => Connect is not null;

    private JsonObject? Connect => _root["serviceConnectConfiguration"] is JsonObject connect && (bool?)connect["enabled"] == true ? connect : null;

    /// <summary>Whether it has a member of the document, such as <c>networkConfiguration</c>.</summary>
    public bool Has(string member) => _root.ContainsKey(member);

    /// <exception cref="TaskDefinitionException">It is no JSON object; the message has the place.</exception>
    public static ServiceDefinition Parse(string text, string file)
    {
        var source = JsonSource.Parse(text, file);
        if (source.Failure is { } failure) throw new TaskDefinitionException($"{failure.Place}: this is not a service definition: {failure.Message}.");
        return JsonNode.Parse(text) is JsonObject root ? new(root) : throw new TaskDefinitionException($"{file}:1:1: this is not a service definition: it is no JSON object.");
    }

    /// <summary>What a service has, without the number of its tasks and what ECS has by itself.</summary>
    /// <param name="service">As DescribeServices gives it, with tags.</param>
    public static ServiceDefinition Of(JsonObject service)
    {
        ArgumentNullException.ThrowIfNull(service);
        var root = new JsonObject { ["serviceName"] = service["serviceName"]?.DeepClone() };
        foreach (var member in ServiceMembers.All.Keys.Where(member => ServiceMembers.IsUpdatable(member) || Fixed.Contains(member)))
        {
            if (ServiceMembers.In(service, member) is { } value && !ServiceMembers.Says(member, value, null)) root[member] = value.DeepClone();
        }

        if (root.ContainsKey("capacityProviderStrategy")) root.Remove("launchType");
        var tags = TagsOf(service).Where(tag => !tag.Key.StartsWith("aws:", StringComparison.Ordinal) && !OwnTags.Has(tag.Key)).Select(tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value }).ToArray<JsonNode?>();
        if (tags.Length > 0) root["tags"] = new JsonArray(tags);
        return new(root);
    }

    /// <summary>Indented, with a line feed at the end.</summary>
    public string ToJson() => _root.ToJsonString(Indented) + "\n";

    /// <summary>Its tags that a service has not, or with another value.</summary>
    /// <param name="service">As DescribeServices gives it, with tags.</param>
    public IReadOnlyDictionary<string, string> TagsMissingOf(JsonObject service)
    {
        var known = TagsOf(service);
        return TagsOf(_root).Where(tag => known.GetValueOrDefault(tag.Key) != tag.Value).ToDictionary();
    }

    /// <summary>As a service that has what it says, for what goes by one.</summary>
    public JsonObject AsService() => _root.DeepClone().AsObject();

    /// <summary>What CreateService gets of it.</summary>
    public JsonObject ToCreation()
    {
        var creation = _root.DeepClone().AsObject();
        foreach (var own in (string[])["cluster", "serviceName", "taskDefinition", DesiredCountMember]) creation.Remove(own);
        return creation;
    }

    /// <summary>The members of an update that give a service what it has not yet, whole, as UpdateService takes them: what the document does not say of one is the service's own.</summary>
    /// <param name="service">As DescribeServices gives it.</param>
    public JsonObject ChangesTo(JsonObject service) => new(Updates(service).Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Merged(member.Value!, ServiceMembers.In(service, member.Key)))));

    /// <summary>Whether a deployment has to begin for what <see cref="ChangesTo"/> gives.</summary>
    public bool StartsDeployment(JsonObject service) => Updates(service).Any(member => ServiceMembers.StartsDeployment(member.Key));

    /// <summary>The members of an update that give a service back what it had before <see cref="ChangesTo"/>.</summary>
    /// <param name="before">As DescribeServices gave it then.</param>
    public JsonObject Undo(JsonObject before) => new(Updates(before).Select(member => KeyValuePair.Create(member.Key, ServiceMembers.In(before, member.Key)?.DeepClone() ?? ServiceMembers.Nothing(member.Key))));

    /// <summary>How a service differs from it, one for each value; tags are not among them.</summary>
    /// <param name="service">As DescribeServices gives it.</param>
    public IEnumerable<Difference> DifferencesFrom(JsonObject service) => Updates(service).SelectMany(member => Compare(member.Key, member.Value!, ServiceMembers.In(service, member.Key)));

    /// <summary>Why a service cannot become what it says: one sentence for each reason.</summary>
    /// <param name="service">As DescribeServices gives it.</param>
    /// <param name="appspec">Of a service that CodeDeploy deploys: what new tasks get by it, the file does not rule.</param>
    public IEnumerable<string> Refusals(JsonObject service, string? appspec = null)
    {
        var name = service.Text("serviceName");
        foreach (var member in Fixed)
        {
            if (_root.Text(member) is { } wanted && service.Text(member) is { } has && wanted != has)
                yield return $"service '{name}' has the {member} {has}, and the service definition {wanted}: ECS changes no service's {member}. Correct the file, or create another service under another name and delete this one.";
        }

        if (IsByCodeDeploy(service))
        {
            foreach (var refusal in RefusalsBesideCodeDeploy(service, name, appspec ?? "")) yield return refusal;
            yield break;
        }

        if (_root[LoadBalancers] is null) yield break;
        var kept = TargetGroups(_root).ToHashSet();
        foreach (var dropped in TargetGroups(service).Where(group => !kept.Contains(group)))
            yield return $"service '{name}' registers its tasks with {dropped}, which 'loadBalancers' of the service definition does not have: its requests would find no task. Add it to the file, or take it from the service first (aws ecs update-service --load-balancers).";
    }

    private static Dictionary<string, string> TagsOf(JsonObject tagged) => tagged.Objects("tags").Where(tag => tag.Text("key") is not null).ToDictionary(tag => tag.Text("key")!, tag => tag.Text("value") ?? "");

    private static bool IsByCodeDeploy(JsonObject service) => (service["deploymentController"] as JsonObject)?.Text("type") == "CODE_DEPLOY";

    /// <summary>Target groups change with each deployment of CodeDeploy's, which has a pair of them in its deployment group.</summary>
    private IEnumerable<string> RefusalsBesideCodeDeploy(JsonObject service, string? name, string appspec)
    {
        foreach (var (member, wanted) in Differing(service).Where(member => member.Key != LoadBalancers && !ServiceMembers.IsUpdatableBesideCodeDeploy(member.Key)))
        {
            var (has, says) = (ServiceMembers.In(service, member) is { } own ? Canonical.Text(own) : "none", Canonical.Text(wanted!));
            if (ServiceMembers.KeyOfAppspec(member) is not { } key)
                yield return $"service '{name}' has the {member} {has}, and the service definition {says}: ECS does not change that of a service with the deployment controller CODE_DEPLOY. Correct the file, or create another service under another name and delete this one.";
            else if (!appspec.Contains(key, StringComparison.Ordinal))
                yield return $"service '{name}' has the {member} {has}, and the service definition {says}: ECS does not change that of a service with the deployment controller CODE_DEPLOY. Write '{key}' into the appspec, by which CodeDeploy gives it to the new tasks, or correct the file.";
        }
    }

    private IEnumerable<KeyValuePair<string, JsonNode?>> Updates(JsonObject service) => Differing(service).Where(member => !IsByCodeDeploy(service) || ServiceMembers.IsUpdatableBesideCodeDeploy(member.Key));

    private IEnumerable<KeyValuePair<string, JsonNode?>> Differing(JsonObject service) =>
        _root.Where(member => ServiceMembers.IsUpdatable(member.Key) && !ServiceMembers.Says(member.Key, member.Value, ServiceMembers.In(service, member.Key)));

    private static IEnumerable<string> TargetGroups(JsonObject service) => service.Objects(LoadBalancers)
        .SelectMany(balancer => new[] { balancer.Text("targetGroupArn"), (balancer["advancedConfiguration"] as JsonObject)?.Text("alternateTargetGroupArn") }).OfType<string>();

    private static JsonNode Merged(JsonNode wanted, JsonNode? has)
    {
        if (wanted is not JsonObject members || has is not JsonObject own) return wanted.DeepClone();
        var merged = own.DeepClone().AsObject();
        foreach (var (name, value) in members) merged[name] = value is null ? null : Merged(value, own[name]);
        return merged;
    }

    private static IEnumerable<Difference> Compare(string path, JsonNode wanted, JsonNode? has)
    {
        if (wanted is JsonObject members && has is JsonObject own)
            return members.Where(member => member.Value is not null && !ServiceMembers.Says(member.Key, member.Value, own[member.Key])).SelectMany(member => Compare($"{path}.{member.Key}", member.Value!, own[member.Key]));
        return [new($"{path} of the service", has is null ? null : Canonical.Text(has), Canonical.Text(wanted))];
    }
}

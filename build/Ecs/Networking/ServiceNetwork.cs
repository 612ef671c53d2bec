using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Networking;

/// <summary>The network that tasks of network mode awsvpc get their address from. Amazon ECS API reference, AwsVpcConfiguration.</summary>
/// <param name="Subnets">Ids, at least one.</param>
/// <param name="SecurityGroups">Ids; null keeps the service's own, and leaves it to the VPC's default group for a service that has none.</param>
/// <param name="PublicIp">Whether a task gets a public address too; null keeps what the service has, and is false for one that has no network.</param>
public sealed record ServiceNetwork(IReadOnlyList<string> Subnets, IReadOnlyList<string>? SecurityGroups, bool? PublicIp)
{
    /// <summary>The member of services, task sets and requests.</summary>
    public const string Member = "networkConfiguration";

    private const string Mode = "awsvpc";
    private const string Configuration = "awsvpcConfiguration";
    private const string SubnetIds = "subnets";
    private const string SecurityGroupIds = "securityGroups";
    private const string AssignPublicIp = "assignPublicIp";

    /// <summary>Whether nobody wrote it: then it is for services that have none.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether tasks of this definition need a network of their own, and only then may have one.</summary>
    public static bool IsNeededBy(TaskDefinitionDocument definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition.NetworkMode == Mode;
    }

    /// <summary>Whether a service has a network.</summary>
    /// <param name="service">As DescribeServices gives it.</param>
    public static bool IsIn(JsonObject service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return Of(service) is not null;
    }

    /// <summary>The value of <see cref="Member"/> for UpdateService; null where the service keeps what it has.</summary>
    /// <param name="wanted">Null leaves the service's own.</param>
    /// <param name="definition">What the service is to run. Without a network of its own it takes the service's away, which ECS refuses beside it.</param>
    /// <param name="service">As DescribeServices gives it.</param>
    public static JsonObject? Change(ServiceNetwork? wanted, TaskDefinitionDocument definition, JsonObject service)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (!IsNeededBy(definition)) return IsIn(service) ? [] : null;
        return wanted is not null && !wanted.IsGivenBy(service) ? wanted.ToJson(service) : null;
    }

    /// <summary>The network of a service for people; null when it has none.</summary>
    /// <param name="service">As DescribeServices gives it.</param>
    public static string? TextOf(JsonObject service)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (Of(service) is not { } network) return null;
        return Text(network.Texts(SubnetIds), network.Texts(SecurityGroupIds) is { Count: > 0 } groups ? groups : null, network.Text(AssignPublicIp));
    }

    /// <summary>Whether a service has what is said here; the order of ids makes no difference.</summary>
    /// <param name="service">As DescribeServices gives it.</param>
    public bool IsOf(JsonObject service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return Of(service) is { } network
            && Subnets.ToHashSet().SetEquals(network.Texts(SubnetIds))
            && (SecurityGroups is null || SecurityGroups.ToHashSet().SetEquals(network.Texts(SecurityGroupIds)))
            && (PublicIp is not { } wanted || Word(wanted) == (network.Text(AssignPublicIp) ?? Word(false)));
    }

    /// <summary>Whether a service may keep what it has.</summary>
    /// <param name="service">As DescribeServices gives it.</param>
    public bool IsGivenBy(JsonObject service) => IsOf(service) || (IsDefault && IsIn(service));

    /// <summary>The value of <see cref="Member"/> for CreateService, UpdateService and RunTask.</summary>
    /// <param name="service">What keeps its own where nothing is said here; null for what is new.</param>
    public JsonObject ToJson(JsonObject? service)
    {
        var network = (service is null ? null : Of(service))?.DeepClone().AsObject() ?? [];
        network[SubnetIds] = Ids(Subnets);
        if (SecurityGroups is not null) network[SecurityGroupIds] = Ids(SecurityGroups);
        if (PublicIp is not null || !network.ContainsKey(AssignPublicIp)) network[AssignPublicIp] = Word(PublicIp ?? false);
        return new() { [Configuration] = network };
    }

    public override string ToString() => Text(Subnets, SecurityGroups, PublicIp is { } given ? Word(given) : null);

    /// <summary>A service that CodeDeploy deploys has it in its primary task set.</summary>
    private static JsonObject? Of(JsonObject service)
    {
        var set = service.Objects("taskSets").FirstOrDefault(one => one.Text("status") == "PRIMARY");
        return (set?[Member] ?? service[Member])?[Configuration] as JsonObject;
    }

    private static string Word(bool publicIp) => publicIp ? "ENABLED" : "DISABLED";

    private static JsonArray Ids(IReadOnlyList<string> ids) => new([.. ids.Select(id => JsonValue.Create(id))]);

    private static string Text(IReadOnlyList<string> subnets, IReadOnlyList<string>? securityGroups, string? publicIp)
    {
        var text = $"subnets {string.Join(", ", subnets)}";
        if (securityGroups is not null) text += $"; security groups {string.Join(", ", securityGroups)}";
        return publicIp is null ? text : $"{text}; public IP {publicIp}";
    }
}

using System.Collections.ObjectModel;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>An ECS service that takes the release, and how.</summary>
/// <param name="Name">Under <c>deploy.services</c>; null when <c>deploy</c> itself is about one service.</param>
/// <param name="Cluster">The environment's; null only when <paramref name="Strategy"/> is artifacts-only and the file has none.</param>
/// <param name="EcsName">As ECS knows it. Null only when <paramref name="Strategy"/> is artifacts-only and the file has none.</param>
/// <param name="TaskDefinition">Path inside the repository. Default: <c>taskdefs/{env}-taskdef.json</c>, or <c>taskdefs/{env}-NAME-taskdef.json</c>.</param>
/// <param name="Appspec">Path inside the repository. Default: <c>appspec.yaml</c>, or <c>NAME-appspec.yaml</c>.</param>
/// <param name="DesiredCount">Number of tasks; null leaves the service's own, which autoscaling may have set.</param>
/// <param name="CodeDeploy">There when <paramref name="Strategy"/> is blue-green.</param>
/// <param name="LaunchType">Null leaves it to the service, or to the task definition for one that does not exist yet.</param>
/// <param name="LoadBalancer">Null leaves it to the service.</param>
/// <param name="Place">Of the mapping that describes it.</param>
public sealed record ServiceSettings(
    string? Name,
    DeployStrategy Strategy,
    string? Cluster,
    string? EcsName,
    Template TaskDefinition,
    string Appspec,
    int? DesiredCount,
    CodeDeploySettings? CodeDeploy,
    LaunchType? LaunchType,
    LoadBalancerSettings? LoadBalancer,
    Place Place)
{
    /// <summary>The key under which keys stand that several services share.</summary>
    internal const string Shared = "deploy";

    /// <summary>Path inside the repository of what the service has beside its task definition; null leaves it to the service and to what is written here.</summary>
    public Template? ServiceDefinition { get; init; }

    /// <summary>Null leaves it to the service; a rehearsal has one of its own.</summary>
    public NetworkSettings? Network { get; init; }

    /// <summary>Whether what scales it is suspended while it is deployed.</summary>
    public bool SuspendsScaling { get; init; }

    /// <summary>How it shows that it works, beside what is asked of the environment.</summary>
    public IReadOnlyList<VerifySettings> Verify { get; init; } = [];

    /// <summary>Names of the services that are moved before it; some may not be in this environment.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>The path of the key that describes it: <c>deploy</c>, or <c>deploy.services.NAME</c>.</summary>
    public string Path { get; init; } = Shared;

    /// <summary>Where each key of the file stands, by its path.</summary>
    internal IReadOnlyDictionary<string, Place> Places { get; init; } = ReadOnlyDictionary<string, Place>.Empty;

    /// <summary>Cluster and service, for what cannot do without them.</summary>
    /// <exception cref="ConfigurationException">The file has not both, which strategy artifacts-only allows.</exception>
    public ServiceAddress RequireService() => this is { Cluster: { } cluster, EcsName: { } service }
        ? new(cluster, service)
        : throw new ConfigurationException([new(Place, ErrorCode.MissingValue, "'deploy' has no 'cluster' and 'service', so there is no service to ask for; write both")]);

    /// <summary>Whether the service itself has the key.</summary>
    /// <param name="key">Such as <c>taskDefinition</c>.</param>
    public bool IsWritten(string key) => Places.ContainsKey($"{Path}.{key}");

    /// <summary>Where a key of the service stands, for a message about its value: its own, else that which all services share, else the service.</summary>
    public Place PlaceOf(string key) => Places.TryGetValue($"{Path}.{key}", out var own) || Places.TryGetValue($"{Shared}.{key}", out own) ? own : Place;
}

using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>Which ECS service takes the release, and how.</summary>
/// <param name="Cluster">Null only when <paramref name="Strategy"/> is artifacts-only and the file has none.</param>
/// <param name="Service">Null only when <paramref name="Strategy"/> is artifacts-only and the file has none.</param>
/// <param name="TaskDefinition">Path inside the repository. Default: <c>taskdefs/{env}-taskdef.json</c>.</param>
/// <param name="Appspec">Path inside the repository. Default: <c>appspec.yaml</c>.</param>
/// <param name="DesiredCount">Number of tasks; null leaves the service's own, which autoscaling may have set.</param>
/// <param name="Timeout">Until the deployment must be done. Default: 15 minutes.</param>
/// <param name="CodeDeploy">There when <paramref name="Strategy"/> is blue-green.</param>
/// <param name="LaunchType">Null leaves it to the service, or to the task definition for one that does not exist yet.</param>
/// <param name="LoadBalancer">Null leaves it to the service.</param>
public sealed record DeploySettings(
    DeployStrategy Strategy,
    string? Cluster,
    string? Service,
    Template TaskDefinition,
    string Appspec,
    int? DesiredCount,
    TimeSpan Timeout,
    CodeDeploySettings? CodeDeploy,
    LaunchType? LaunchType,
    LoadBalancerSettings? LoadBalancer,
    Place Place)
{
    /// <summary>Null leaves it to the service; a rehearsal has one of its own.</summary>
    public NetworkSettings? Network { get; init; }

    /// <summary>Null when findings of scans do not count.</summary>
    public ScanSettings? Scan { get; init; }

    /// <summary>The S3 object that is the environment's lock; null leaves it to the first secret's bucket.</summary>
    public Template? Lock { get; init; }

    /// <summary>Cluster and service, for what cannot do without them.</summary>
    /// <exception cref="ConfigurationException">The file has not both, which strategy artifacts-only allows.</exception>
    public ServiceAddress RequireService() => this is { Cluster: { } cluster, Service: { } service }
        ? new(cluster, service)
        : throw new ConfigurationException([new(Place, ErrorCode.MissingValue, "'deploy' has no 'cluster' and 'service', so there is no service to ask for; write both")]);
}

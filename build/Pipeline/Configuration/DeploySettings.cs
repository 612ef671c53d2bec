using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>How a release is deployed to an environment: what all of its services share, and the services.</summary>
/// <param name="Cluster">Null only with strategy artifacts-only, when the file has none.</param>
/// <param name="Timeout">Until the deployment must be done. Default: 15 minutes.</param>
/// <param name="Services">In the order of the file, at least one.</param>
public sealed record DeploySettings(string? Cluster, TimeSpan Timeout, IReadOnlyList<ServiceSettings> Services, Place Place)
{
    /// <summary>Null when findings of scans do not count.</summary>
    public ScanSettings? Scan { get; init; }

    /// <summary>The S3 object that is the environment's lock; null leaves it to the first secret's bucket.</summary>
    public Template? Lock { get; init; }

    /// <summary>Names of the environment's services that were not chosen.</summary>
    public IReadOnlyList<string> Aside { get; init; } = [];

    /// <summary>Services of the release that have not changed, and are left as they are.</summary>
    public IReadOnlyList<ServiceSettings> Unchanged { get; init; } = [];

    /// <summary>Names of the file's services that the environment does not have.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>Those that the environment has, in the order of the file.</summary>
    public IReadOnlyList<ScheduleSettings> Schedules { get; init; } = [];

    public OnFailure OnFailure { get; init; }

    public ServiceCreation Create { get; init; }
}

using Slipway.Ecs.Releases;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>What the environment's service shall run.</summary>
public sealed record WantedRevision(TaskDefinitionDocument TaskDefinition)
{
    /// <summary>The ARN of a revision that is registered; null registers the task definition.</summary>
    public string? Arn { get; init; }

    /// <summary>For CodeDeploy; null with any other strategy.</summary>
    public string? Appspec { get; init; }

    /// <summary>What the service shall have beside; null leaves its own, as a return to an earlier revision does.</summary>
    public ServiceDefinition? Definition { get; init; }

    /// <summary>Which release it is; null when Slipway has not registered it.</summary>
    public ReleaseRecord? Release { get; init; }

    /// <summary>Where the application is asked for an answer afterwards.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Of a revision that is registered now.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

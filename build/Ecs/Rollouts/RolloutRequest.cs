using Slipway.Ecs.Networking;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>What a service shall run, and how it gets there.</summary>
/// <param name="TaskDefinition">With the release's images, by digest.</param>
/// <param name="Timeout">How long the deployment may take, but for the time that it waits for a person; a rollback may take as long again.</param>
/// <param name="Place">Where the service is configured, <c>file:line</c>, for messages.</param>
public sealed record RolloutRequest(string Cluster, string Service, TaskDefinitionDocument TaskDefinition, TimeSpan Timeout, string Place)
{
    /// <summary>Tasks; null keeps the service's own number, and is 1 for a service that has to be created.</summary>
    public int? DesiredCount { get; init; }

    /// <summary>A deployment also when the service runs this already: its tasks are replaced.</summary>
    public bool Force { get; init; }

    /// <summary>For a service that has to be created; null leaves it to ECS.</summary>
    public LaunchType? LaunchType { get; init; }

    /// <summary>Null leaves the service's own as they are.</summary>
    public ServiceLoadBalancer? LoadBalancer { get; init; }

    /// <summary>Null leaves the service's own; an awsvpc task definition needs one where the service has none.</summary>
    public ServiceNetwork? Network { get; init; }

    /// <summary>What the service shall have beside; null leaves its own.</summary>
    public ServiceDefinition? Definition { get; init; }

    /// <summary>The ARN of a registered revision to go to; null registers <see cref="TaskDefinition"/>.</summary>
    public string? Revision { get; init; }

    /// <summary>What a revision that is registered, and a service that is created, is tagged with.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public RolloutStrategy Strategy { get; init; }

    /// <summary>There when <see cref="Strategy"/> is <see cref="RolloutStrategy.CodeDeploy"/>.</summary>
    public CodeDeployTarget? CodeDeploy { get; init; }

    /// <summary>Waits for the end of the old tasks too, where traffic shifts before that.</summary>
    public bool UntilTerminated { get; init; }

    /// <summary>Whether a deployment that fails is rolled back; if not, it is left for inspection.</summary>
    public bool RollsBack { get; init; } = true;

    /// <summary>Whether the deployment is followed to its end; if not, nothing is verified.</summary>
    public bool Follows { get; init; } = true;

    /// <summary>Ends when the deployment is paused at this stage of ECS's, such as <c>POST_SCALE_UP</c>, or with an empty text at any; null waits for the person who is asked.</summary>
    public string? WaitsUntil { get; init; }

    /// <summary>How a paused deployment is continued and rolled back: sentences for people.</summary>
    public string PauseAdvice { get; init; } = "Continue it, or roll it back, with ContinueServiceDeployment.";

    /// <summary>Asked while the deployment is on its way: why it is not waited for any longer, although nothing is wrong with it; null while it is.</summary>
    internal Func<string?> GivesUp { get; init; } = () => null;

    /// <summary>Ids of lifecycle hooks that were answered, though ECS may still show them as they were.</summary>
    internal IReadOnlyCollection<string> AnsweredHooks { get; init; } = [];

    internal WantedService Settings => new(DesiredCount, LoadBalancer, Network, Definition);
}

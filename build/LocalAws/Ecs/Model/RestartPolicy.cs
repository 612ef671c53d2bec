using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>
/// When the agent starts a container of a running task again that has ended.
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html
/// </summary>
/// <param name="IgnoredExitCodes">With these it stays ended.</param>
/// <param name="AttemptPeriod">How long it has to have run. One that ends earlier stays ended.</param>
public sealed record RestartPolicy(IReadOnlySet<int> IgnoredExitCodes, TimeSpan AttemptPeriod)
{
    /// <summary>Seconds. Amazon ECS API reference, ContainerRestartPolicy.</summary>
    private const long DefaultAttemptPeriod = 300;

    /// <summary>Null for a container that has none, or has it switched off.</summary>
    public static RestartPolicy? Of(ContainerDefinition container)
    {
        ArgumentNullException.ThrowIfNull(container);
        if (container.Node["restartPolicy"] is not JsonObject policy || !policy.Switch("enabled"))
            return null;
        var ignored = policy["ignoredExitCodes"]?.AsArray().Select(code => (int)code!) ?? [];
        return new(ignored.ToHashSet(), TimeSpan.FromSeconds(policy.Amount("restartAttemptPeriod") ?? DefaultAttemptPeriod));
    }

    /// <param name="exitCode">Null when the engine does not know it.</param>
    /// <param name="ran">Since the container was started the last time.</param>
    public bool Allows(int? exitCode, TimeSpan ran) => !(exitCode is { } code && IgnoredExitCodes.Contains(code)) && ran >= AttemptPeriod;
}

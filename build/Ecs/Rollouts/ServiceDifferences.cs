using Slipway.Ecs.Diffing;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts;

/// <summary>How what a service runs differs from what it should run.</summary>
/// <param name="Runs">The task definition that it runs, with the digests of its tasks' images.</param>
/// <param name="Revision">Its ARN.</param>
/// <param name="Differences">None when a deployment would change nothing.</param>
public sealed record ServiceDifferences(TaskDefinitionDocument Runs, string Revision, IReadOnlyList<Difference> Differences)
{
    /// <summary>Of the revision; null when it was not read, since the service says what is in it.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}

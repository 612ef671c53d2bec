using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Rollouts.Groups;

/// <summary>One of several services that are brought to a release together.</summary>
/// <param name="Name">As people call it; the service of ECS may be called otherwise.</param>
public sealed record GroupMember(string Name, RolloutRequest Request)
{
    /// <summary>The names of those that are moved before it; names that the group does not have count for nothing.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Called with what is to run before any service's revision is registered; what it throws leaves nothing behind.</summary>
    public Func<TaskDefinitionDocument, CancellationToken, Task> Check { get; init; } = (_, _) => Task.CompletedTask;
}

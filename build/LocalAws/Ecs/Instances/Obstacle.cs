namespace Slipway.LocalAws.Ecs.Instances;

/// <summary>Why a task cannot be placed on a container instance.</summary>
/// <param name="Failure">As RunTask answers it: <c>RESOURCE:PORTS</c>, <c>RESOURCE:CPU</c>, …</param>
/// <param name="Reason">In ECS's words, of the container instance.</param>
/// <param name="Passes">Whether it is gone when the tasks that are stopping have stopped.</param>
internal sealed record Obstacle(string Failure, string Reason, bool Passes)
{
    /// <summary>Whether ECS would have placed the task there.</summary>
    public bool IsOnlyHere { get; init; }

    /// <summary>As users quote it, of <c>MemberOf</c> and <c>DistinctInstance</c>.</summary>
    public static Obstacle Constraint(string type, bool passes) => new($"{type} placement constraint unsatisfied.", $"encountered error \"{type} placement constraint unsatisfied.\"", passes);
}

namespace Slipway.Ecs.Rollouts.Failures;

/// <summary>Why a deployment probably failed.</summary>
/// <param name="Id">A short name that stays, such as <c>image-not-found</c>.</param>
/// <param name="What">One sentence.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record LikelyCause(string Id, string What, string Remedy)
{
    public override string ToString() => $"{What} {Remedy}";
}

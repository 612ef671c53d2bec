namespace Slipway.Docker.Prerequisites;

/// <summary>Something that is missing.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Problem">What was found instead, as a sentence.</param>
/// <param name="Remedy">What the user can do, as a sentence.</param>
public sealed record Prerequisite(PrerequisiteKind Kind, string Problem, string Remedy)
{
    public override string ToString() => $"{Problem} {Remedy}";
}

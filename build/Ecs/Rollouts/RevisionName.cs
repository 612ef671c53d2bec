namespace Slipway.Ecs.Rollouts;

/// <summary>The parts of a revision's ARN.</summary>
public static class RevisionName
{
    /// <summary><c>family:revision</c> of an ARN.</summary>
    public static string Of(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    public static string FamilyOf(string arn) => Of(arn).Split(':')[0];
}

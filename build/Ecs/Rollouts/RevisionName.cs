namespace Slipway.Ecs.Rollouts;

/// <summary>A revision's name for people.</summary>
internal static class RevisionName
{
    /// <summary><c>family:revision</c> of an ARN.</summary>
    public static string Of(string arn) => arn[(arn.LastIndexOf('/') + 1)..];
}

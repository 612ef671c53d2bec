namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>One thing that a deployment needs, and how it is.</summary>
/// <param name="Subject">What was checked: "repository tutorbloc.app".</param>
/// <param name="Detail">What was found, as a phrase.</param>
/// <param name="Remedy">What the user can do, as a sentence; null when it is fine.</param>
public sealed record Check(string Subject, CheckResult Result, string Detail, string? Remedy)
{
    /// <summary>What failed is a file of the repository: its author has to act, and not operations.</summary>
    public bool IsOfFile { get; init; }

    public static Check Passed(string subject, string detail) => new(subject, CheckResult.Passed, detail, null);

    public static Check Failed(string subject, string detail, string remedy) => new(subject, CheckResult.Failed, detail, remedy);

    public static Check Unknown(string subject, string detail, string remedy) => new(subject, CheckResult.Unknown, detail, remedy);
}

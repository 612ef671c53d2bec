namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>What was written to <c>artifacts/</c>.</summary>
/// <param name="Names">Of the files, in the order in which they were written.</param>
/// <param name="Warnings">What may stop their consumers; each a sentence with its remedy.</param>
public sealed record WrittenArtifacts(IReadOnlyList<string> Names, IReadOnlyList<string> Warnings);

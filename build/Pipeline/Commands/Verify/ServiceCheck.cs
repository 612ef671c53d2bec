namespace Slipway.Pipeline.Commands.Verify;

/// <summary>One thing that was checked of a running service.</summary>
/// <param name="Name">What: deployment, release, tasks, tags or targets.</param>
/// <param name="Detail">What was found; the end of a sentence.</param>
/// <param name="Problem">What is wrong; null when nothing is.</param>
public sealed record ServiceCheck(string Name, string Detail, string? Problem)
{
    /// <summary>What could not be told, or differs without being wrong: one sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

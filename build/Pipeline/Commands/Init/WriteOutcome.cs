namespace Slipway.Pipeline.Commands.Init;

/// <summary>What became of one file.</summary>
/// <param name="Kept">Where the file that was there before is now; null when there was none.</param>
internal sealed record WriteOutcome(GeneratedFile File, WriteResult Result, string? Kept = null);

/// <summary>How it went.</summary>
internal enum WriteResult
{
    Written,

    /// <summary>The file was there with the same text.</summary>
    Unchanged,

    /// <summary>The file was there with another text, and stays.</summary>
    Left,
}

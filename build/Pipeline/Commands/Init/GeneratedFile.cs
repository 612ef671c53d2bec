namespace Slipway.Pipeline.Commands.Init;

/// <summary>A file that Init writes.</summary>
/// <param name="Path">Relative to the repository, with <c>/</c>.</param>
/// <param name="IsSecret">Only its owner may read it.</param>
internal sealed record GeneratedFile(string Path, string Text, bool IsSecret = false)
{
    /// <summary>A script that people call.</summary>
    public bool IsExecutable { get; init; }

    /// <summary>It has all that was in the file before, so it is written without being forced.</summary>
    public bool IsAdded { get; init; }
}

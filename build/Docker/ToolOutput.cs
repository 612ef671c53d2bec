namespace Slipway.Docker;

/// <summary>What a tool left behind.</summary>
/// <param name="ExitCode">0, unless the run allowed others.</param>
/// <param name="StandardOutput">All lines, or none where the run did not keep them.</param>
/// <param name="StandardError">The last 100 lines.</param>
public sealed record ToolOutput(int ExitCode, IReadOnlyList<string> StandardOutput, IReadOnlyList<string> StandardError)
{
    /// <summary>Standard output as one text, lines separated by a line feed.</summary>
    public string Text => string.Join('\n', StandardOutput);
}

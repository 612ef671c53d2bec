namespace Slipway.Docker;

/// <summary>
/// A tool ended with an error or did not end in time. The message holds the command line (secrets redacted) and the last lines of
/// standard error.
/// Cake's own CakeException is sealed, so the host maps <see cref="ExitCode"/> itself.
/// </summary>
public sealed class ToolException : Exception
{
    private const int QuotedLines = 15;

    public ToolException(string tool, string commandLine, int processExitCode, IReadOnlyList<string> standardError)
        : base(Text($"{tool}: Process returned an error (exit code {processExitCode}).", commandLine, standardError))
    {
        CommandLine = commandLine;
        ProcessExitCode = processExitCode;
        StandardError = standardError;
    }

    public ToolException(string tool, string commandLine, TimeSpan timeout, IReadOnlyList<string> standardError)
        : base(Text($"{tool}: Tool timeout ({timeout.TotalSeconds:0.###} s); the process and its children were ended.", commandLine, standardError))
    {
        CommandLine = commandLine;
        TimedOut = true;
        StandardError = standardError;
    }

    /// <summary>The exit code of Slipway when nobody catches this: 1, whatever the tool's own was, because Slipway's codes have meanings.</summary>
    public int ExitCode { get; } = 1;

    /// <summary>The tool's exit code; null when it did not end in time.</summary>
    public int? ProcessExitCode { get; }

    public bool TimedOut { get; }

    public string CommandLine { get; }

    /// <summary>The last lines of standard error, at most 100.</summary>
    public IReadOnlyList<string> StandardError { get; }

    /// <summary>Whether one of the last lines has these words, in any case.</summary>
    public bool Says(string words) => StandardError.Any(line => line.Contains(words, StringComparison.OrdinalIgnoreCase));

    private static string Text(string headline, string commandLine, IReadOnlyList<string> standardError)
    {
        var quoted = standardError.Where(line => line.Trim().Length > 0).TakeLast(QuotedLines);
        return string.Join("\n  ", [headline, commandLine, .. quoted]);
    }
}

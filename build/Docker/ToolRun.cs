namespace Slipway.Docker;

/// <summary>One run of a tool: its arguments and what happens to its input and output.</summary>
/// <param name="Arguments">One element for each argument; never a secret.</param>
public sealed record ToolRun(IReadOnlyList<string> Arguments)
{
    /// <summary>Text for standard input: the way in for passwords.</summary>
    public string? StandardInput { get; init; }

    /// <summary>Produces standard input as bytes, for archives; used where <see cref="StandardInput"/> is null.</summary>
    public Func<Stream, CancellationToken, Task>? WriteInput { get; init; }

    /// <summary>Environment of this run, on top of the settings'.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Called with each line of either output stream as it comes, one at a time.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>False for streams without an end: <see cref="ToolOutput.StandardOutput"/> stays empty.</summary>
    public bool KeepOutput { get; init; } = true;

    /// <summary>True where the caller reads <see cref="ToolOutput.ExitCode"/>: no exit code is an error then.</summary>
    public bool AnyExitCode { get; init; }
}

namespace Slipway.Testing;

/// <summary>A command to run from a test, as its user would: the caller's environment, less what the test run itself has put there.</summary>
public sealed record Command(string FileName, params IReadOnlyList<string> Arguments)
{
    /// <summary>Where it runs; the test's own current directory when not given.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>What differs from the caller's environment; null removes a variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>What is written to its standard input, which is closed then.</summary>
    public string Input { get; init; } = "";

    /// <summary>After this the command and all that it started are killed, and the test fails with what had been written until then.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromMinutes(10);
}

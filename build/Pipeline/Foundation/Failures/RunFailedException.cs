namespace Slipway.Pipeline.Foundation.Failures;

/// <summary>A run cannot continue. The message says what failed, with which value, and what to do; it is printed as it is.</summary>
public sealed class RunFailedException(int exitCode, string message) : Exception(message)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}

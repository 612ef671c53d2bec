namespace Slipway.LocalAws.Hosting;

/// <summary>LocalAws cannot start; the message goes to standard error.</summary>
internal sealed class StartException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

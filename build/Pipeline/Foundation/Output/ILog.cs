namespace Slipway.Pipeline.Foundation.Output;

/// <summary>Where a run reports what it does. Secrets are taken out on the way.</summary>
public interface ILog
{
    /// <summary>Only warnings and errors are shown.</summary>
    bool IsQuiet { get; }

    /// <summary>Details are shown, too: each command line, and the output of tools.</summary>
    bool IsVerbose { get; }

    void Write(LogSeverity severity, string message);
}

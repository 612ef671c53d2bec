using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Tests.Foundation.Output;

/// <summary>A log that nobody reads.</summary>
internal sealed class SilentLog : ILog
{
    public bool IsQuiet => true;

    public bool IsVerbose => false;

    public void Write(LogSeverity severity, string message)
    {
    }
}

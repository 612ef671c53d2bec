using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Tests.Deployment.Rollouts;

/// <summary>Writes to the screen, as the log of a run does.</summary>
internal sealed class ScreenLog(Screen screen) : ILog
{
    public bool IsQuiet => false;

    public bool IsVerbose => false;

    public void Write(LogSeverity severity, string message) =>
        screen.WriteLine(message);
}

using Cake.Core.Diagnostics;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Tasks.Output;

/// <summary>Cake's log for the modules that know nothing of Cake.</summary>
public sealed class CakeLog(ICakeLog log) : ILog
{
    public bool IsQuiet => log.Verbosity < Verbosity.Normal;

    public bool IsVerbose => log.Verbosity >= Verbosity.Verbose;

    public void Write(LogSeverity severity, string message)
    {
        var (verbosity, level) = severity switch
        {
            LogSeverity.Error => (Verbosity.Quiet, LogLevel.Error),
            LogSeverity.Warning => (Verbosity.Minimal, LogLevel.Warning),
            LogSeverity.Information => (Verbosity.Normal, LogLevel.Information),
            LogSeverity.Verbose => (Verbosity.Verbose, LogLevel.Verbose),
            _ => (Verbosity.Diagnostic, LogLevel.Debug),
        };
        log.Write(verbosity, level, "{0}", message);
    }
}

using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Tests.Build.Gates;

/// <summary>A log that is read afterwards, with the severity of each line.</summary>
internal sealed class GateLog : ILog
{
    private readonly List<string> _lines = [];

    public bool IsQuiet => false;

    public bool IsVerbose => false;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <summary>Called with every line, details included.</summary>
    public Action<string>? Heard { get; set; }

    public void Write(LogSeverity severity, string message)
    {
        Heard?.Invoke(message);
        if (severity > LogSeverity.Information) return;
        lock (_lines) _lines.Add($"{severity}: {message}");
    }
}

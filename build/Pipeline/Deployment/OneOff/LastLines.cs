using Slipway.Ecs.Logs;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Deployment.OneOff;

/// <summary>Passes what a container writes into the log, which takes secrets out, and keeps the last of it.</summary>
internal sealed class LastLines(ILog log) : IProgress<LogLine>
{
    private const int Most = 10;

    private readonly Queue<LogLine> _lines = new();

    /// <summary>Those that are kept, each on a line of its own; empty when nothing was written.</summary>
    public string Text => string.Concat(_lines.Select(line => $"\n  {line.Container} | {line.Message}"));

    public void Report(LogLine value)
    {
        log.Information("{0} | {1}", value.Container, value.Message);
        _lines.Enqueue(value);
        if (_lines.Count > Most) _lines.Dequeue();
    }
}

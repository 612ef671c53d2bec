using Slipway.Ecs.Logs;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Logs;

/// <summary>Where lines of containers go: to a person, or as JSON to a program.</summary>
public sealed class LogOutput(ITerminal console, ResultOutput results) : IProgress<LogLine>
{
    private readonly LogText _text = new(console);

    public void Report(LogLine value) => Report(value, service: null);

    /// <param name="service">Its name, where lines of several are shown; else null.</param>
    public void Report(LogLine value, string? service)
    {
        if (results.IsJson) results.Write(LogRecord.Of(value) with { Service = service }, LogJson.Default.LogRecord);
        else _text.Write(service is null ? value : value with { Container = $"{service}/{value.Container}" });
    }
}

using Cake.Core;
using Slipway.Ecs.Logs;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Logs;

/// <summary>Where lines of containers go: to a person, or as JSON to a program.</summary>
public sealed class LogOutput(IConsole console, ResultOutput results) : IProgress<LogLine>
{
    private readonly LogText _text = new(console);

    public void Report(LogLine value)
    {
        if (results.IsJson) results.Write(LogRecord.Of(value), OperationJson.Readable.LogRecord);
        else _text.Write(value);
    }
}

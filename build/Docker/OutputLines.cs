using Cake.Core.IO;

namespace Slipway.Docker;

/// <summary>Collects the lines of both output streams in the order in which they come; the callback is never entered twice at once.</summary>
internal sealed class OutputLines(ToolRun run)
{
    private const int ErrorLines = 100;

    private readonly Lock _lock = new();
    private readonly List<string> _output = [];
    private readonly Queue<string> _error = new();

    public ProcessSettings Settings(Dictionary<string, string> environment)
    {
        var settings = new ProcessSettings
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectedStandardOutputHandler = Output,
            RedirectedStandardErrorHandler = Error,
            EnvironmentVariables = environment,
        };
        if (run.StandardInput is { } text)
            settings.StandardInput = text;
        return settings;
    }

    public ToolOutput ToOutput(int exitCode)
    {
        lock (_lock)
            return new(exitCode, [.. _output], [.. _error]);
    }

    // Null tells the process not to keep the line a second time.
    private string Output(string line)
    {
        lock (_lock)
        {
            if (run.KeepOutput)
                _output.Add(line);
            run.OnLine?.Invoke(line);
        }

        return null!;
    }

    private string Error(string line)
    {
        lock (_lock)
        {
            _error.Enqueue(line);
            if (_error.Count > ErrorLines)
                _error.Dequeue();
            run.OnLine?.Invoke(line);
        }

        return null!;
    }
}

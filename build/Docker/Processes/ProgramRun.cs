using Cake.Core;
using Cake.Core.IO;

namespace Slipway.Docker.Processes;

/// <summary>One run of a program that is not docker, ended with everything that it started when it is cancelled.</summary>
/// <param name="Program">A path, or a name to look for on <c>PATH</c>.</param>
public sealed record ProgramRun(string Program, IReadOnlyList<string> Arguments)
{
    public required string WorkingDirectory { get; init; }

    /// <summary>Goes to the program's standard input, which then ends. The place for a password.</summary>
    public string? StandardInput { get; init; }

    /// <summary>Added to the variables of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Takes each line of both outputs, from any thread.</summary>
    public required Action<string> TakeLine { get; init; }

    /// <summary>Takes each line of standard output as well, for output that is data.</summary>
    public Action<string>? TakeOutput { get; init; }

    /// <returns>The exit code.</returns>
    /// <exception cref="ToolMissingException">The program could not be started.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var settings = new ProcessSettings
        {
            Arguments = ListArgument.Builder(Arguments),
            WorkingDirectory = WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectedStandardOutputHandler = TakeData,
            RedirectedStandardErrorHandler = Take,
            EnvironmentVariables = new Dictionary<string, string>(Environment),
        };
        if (StandardInput is { } input) settings.StandardInput = input;
        using var process = Start(settings);
        return await process.WaitForExitAsync(cancellationToken);
    }

    private TreeProcess Start(ProcessSettings settings)
    {
        try
        {
            return new ProcessTreeRunner().Start(Program, settings);
        }
        catch (CakeException missing)
        {
            throw new ToolMissingException(missing.Message, missing);
        }
    }

    private string? TakeData(string? line)
    {
        if (line is not null) TakeOutput?.Invoke(line);
        return Take(line);
    }

    private string? Take(string? line)
    {
        if (line is not null) TakeLine(line);
        return line;
    }
}

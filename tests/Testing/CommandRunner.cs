using System.Diagnostics;

namespace Slipway.Testing;

/// <summary>Runs commands from tests: exit code, output and error as they are; signals and the killing of a whole tree through <see cref="RunningCommand"/>.</summary>
public static class CommandRunner
{
    /// <summary>Runs to the end.</summary>
    /// <exception cref="TimeoutException">The command took longer than its <see cref="Command.TimeOut"/> and was killed.</exception>
    public static async Task<CommandResult> RunAsync(Command command, CancellationToken cancellationToken)
    {
        await using var running = Start(command);

        return await running.WaitAsync(cancellationToken);
    }

    /// <summary>Starts a command and returns while it runs; disposing kills what is left of it.</summary>
    public static RunningCommand Start(Command command)
    {
        var start = new ProcessStartInfo(command.FileName)
        {
            UseShellExecute = false,
            WorkingDirectory = command.WorkingDirectory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        foreach (var argument in command.Arguments)
            start.ArgumentList.Add(argument);

        foreach (var name in start.Environment.Keys.Where(IsOfTheTestRun).ToArray())
            start.Environment.Remove(name);

        foreach (var (name, value) in command.Environment)
        {
            start.Environment.Remove(name);
            if (value is not null)
                start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{command.FileName}' did not start.");

        return new RunningCommand(process, command);
    }

    // `dotnet test` tells the processes below it which SDK it is itself; a user's shell does not.
    private static bool IsOfTheTestRun(string name) =>
        name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_HOST_PATH" or "DOTNET_ROOT" or "DOTNET_ROOT_X64" or "DOTNET_ROOT_ARM64";
}

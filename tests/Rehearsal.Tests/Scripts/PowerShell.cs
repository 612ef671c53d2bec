using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>PowerShell 7: that of the machine, or else its .NET tool, which is installed beside the tests and stays there.</summary>
internal static class PowerShell
{
    private const string Version = "7.6.9";

    private static readonly Lazy<Task<(Command? Command, string Problem)>> Found = new(FindAsync);

    /// <summary>The command that runs a script; the test is ignored, with the reason, where there is none.</summary>
    public static async Task<Command> RequireAsync()
    {
        var (command, problem) = await Found.Value;
        if (command is null)
            Assert.Ignore($"build.ps1 was not run: there is no pwsh on PATH, and the .NET tool PowerShell {Version} cannot be installed.\n{problem}");

        return command;
    }

    private static async Task<(Command? Command, string Problem)> FindAsync()
    {
        if (OnPath("pwsh") is { } installed)
            return (new(installed, "-NoProfile", "-File"), "");

        var folder = Path.Join(AppContext.BaseDirectory, $"powershell-{Version}");
        if (!Directory.Exists(folder))
        {
            await TestContext.Progress.WriteLineAsync($"Installing the .NET tool PowerShell {Version} for the tests of build.ps1 into {folder}");
            var fresh = $"{folder}.{Environment.ProcessId}";
            var result = await CommandRunner.RunAsync(new("dotnet", "tool", "install", "PowerShell", "--version", Version, "--tool-path", fresh), CancellationToken.None);
            if (result.ExitCode != 0)
                return (null, result.Output + result.Error);

            Directory.Move(fresh, folder);
        }

        // The tool's own command starts PowerShell as a second process, which a signal to the first one does not reach.
        var program = Directory.EnumerateFiles(folder, "pwsh.dll", SearchOption.AllDirectories).First(file => file.Contains($"{Path.DirectorySeparatorChar}unix{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        return (new(OnPath("dotnet")!, program, "-NoProfile", "-File"), "");
    }

    /// <summary>The path of a command, or null.</summary>
    public static string? OnPath(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Join(folder, program)).FirstOrDefault(File.Exists);
}

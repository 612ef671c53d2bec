using System.ComponentModel;
using System.Diagnostics;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Testing.Driver;

/// <summary>
/// The AWS command line as one process that forks for each command: the same client, arguments, streams and exit codes, without the second that
/// its start takes. Where its interpreter cannot be found, each command starts <c>aws</c> itself.
/// </summary>
internal sealed class AwsDriver
{
    /// <summary>Prints the interpreter and the version of the client that it imports; fails where a process cannot fork and pass its streams.</summary>
    private const string Question = "import os, socket, sys, awscli; os.fork; socket.send_fds; print(sys.executable, f'aws-cli/{awscli.__version__}', sep='\\n')";

    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Lazy<Task<AwsDriver?>> Shared = new(StartAsync);

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private AwsDriver(Process process, DirectoryInfo folder) => (_process, _folder) = (process, folder);

    /// <summary>A folder with an <c>aws</c> that the driver answers, to be first in PATH; null where the installed one is used.</summary>
    public static async Task<string?> FolderAsync() => (await Shared.Value)?._folder.FullName;

    /// <summary>Ends the driver, if there is one. It also ends with the test process.</summary>
    public static async Task StopAsync()
    {
        if (!Shared.IsValueCreated || await Shared.Value is not { } driver)
            return;
        driver._process.StandardInput.Close();
        await driver._process.WaitForExitAsync().WaitAsync(Patience);
        driver._process.Dispose();
        driver._folder.Delete(recursive: true);
    }

    private static async Task<AwsDriver?> StartAsync()
    {
        if (OperatingSystem.IsWindows() || await FindInterpreterAsync() is not { } interpreter)
        {
            await TestContext.Progress.WriteLineAsync("The interpreter of aws was not found: each command starts aws itself, which takes longer.");
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("aws-driver-");
        var client = Path.Combine(folder.FullName, "aws");
        await File.WriteAllTextAsync(client, $"#!{interpreter} -IS\n{await File.ReadAllTextAsync(PathOf("client.py"))}");
        File.SetUnixFileMode(client, Executable);
        var start = new ProcessStartInfo(interpreter, [PathOf("driver.py"), Path.Combine(folder.FullName, "socket")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["PYTHONUTF8"] = "1" },
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        var process = Process.Start(start)!;
        Assert.That(await process.StandardOutput.ReadLineAsync().WaitAsync(Patience), Is.EqualTo("ready"));
        return new(process, folder);
    }

    /// <summary>The interpreter that imports the client that <c>aws</c> runs: the one in its first line, or the one on PATH.</summary>
    private static async Task<string?> FindInterpreterAsync()
    {
        var version = (await CommandRunner.RunAsync(new("aws", "--version"), CancellationToken.None)).Output.Split(' ')[0];
        foreach (var candidate in new[] { InterpreterOf("aws"), "python3" }.OfType<string>())
        {
            if (await AskAsync(candidate) is [var interpreter, var imported] && imported == version)
                return interpreter;
        }

        return null;
    }

    private static string? InterpreterOf(string program)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        var line = path is null ? null : File.ReadLines(path).FirstOrDefault();
        return line?.StartsWith("#!", StringComparison.Ordinal) == true && line.Contains("python", StringComparison.Ordinal) ? line[2..].Trim() : null;
    }

    private static async Task<string[]> AskAsync(string interpreter)
    {
        try
        {
            return (await CommandRunner.RunAsync(new(interpreter, "-c", Question), CancellationToken.None)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Win32Exception)
        {
            return [];
        }
    }

    private static string PathOf(string script) => Path.Combine(AppContext.BaseDirectory, "Testing", "Driver", script);
}

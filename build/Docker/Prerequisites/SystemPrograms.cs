using Cake.Core.IO;
using Slipway.Docker.Processes;

namespace Slipway.Docker.Prerequisites;

/// <summary>Runs the system's own programs, found on PATH: apt, mmdebstrap, systemctl.</summary>
internal static class SystemPrograms
{
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["DEBIAN_FRONTEND"] = "noninteractive",
        ["LC_ALL"] = "C",
    };

    /// <param name="command">The program first.</param>
    /// <param name="readOutput">Takes standard output as bytes; null: it is collected as lines.</param>
    /// <exception cref="ToolException">The exit code was not 0.</exception>
    public static async Task<ToolOutput> RunAsync(
        IReadOnlyList<string> command, Func<Stream, CancellationToken, Task>? readOutput, CancellationToken cancellationToken)
    {
        var lines = new OutputLines(new([]));
        var settings = lines.Settings(Variables);
        settings.Arguments = ListArgument.Builder(command.Skip(1));
        using var process = new ProcessTreeRunner().Start(new FilePath(command[0]), settings, readOutput);
        var exitCode = await process.WaitForExitAsync(cancellationToken);
        var output = lines.ToOutput(exitCode);
        return exitCode == 0
            ? output
            : throw new ToolException(
                command[0], string.Join(' ', command), exitCode, [.. output.StandardOutput.TakeLast(10), .. output.StandardError]);
    }
}

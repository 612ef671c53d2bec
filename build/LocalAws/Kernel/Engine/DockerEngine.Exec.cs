using Docker.DotNet.Models;

namespace Slipway.LocalAws.Kernel.Engine;

internal sealed partial class DockerEngine
{
    /// <summary>The engine takes keys out of the input that detach from a terminal, by default Ctrl-P Ctrl-Q; empty means the default. Nobody types these.</summary>
    private const string NeverTyped = "ctrl-@,ctrl-^,ctrl-@,ctrl-^,ctrl-_";

    /// <summary>Runs a program in a running container as the container's own user, to its end; what it prints is not kept.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<long> RunAsync(string container, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var create = new ContainerExecCreateParameters { AttachStdout = true, AttachStderr = true, Cmd = [.. command] };
        var id = (await CallAsync(docker => docker.Exec.CreateContainerExecAsync(container, create, cancellationToken), cancellationToken)).ID;
        using var output = await CallAsync(docker => docker.Exec.StartContainerExecAsync(id, new(), cancellationToken), cancellationToken);
        await CallAsync(_ => output.CopyOutputToAsync(Stream.Null, Stream.Null, Stream.Null, cancellationToken), cancellationToken);
        // The output ends before the program where that closes it, and the engine learns of the end after both.
        while (true)
        {
            var seen = await CallAsync(docker => docker.Exec.InspectContainerExecAsync(id, cancellationToken), cancellationToken);
            if (seen is { Running: false, ExitCode: { } exitCode }) return exitCode;
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    /// <summary>Starts a program in a running container, on a terminal of its own. What cannot be started is told by the engine in the program's output.</summary>
    /// <param name="user">As in <c>0</c>.</param>
    /// <param name="environment">Each <c>NAME=value</c>; beside the container's own.</param>
    public async Task<ContainerTerminal> ExecAsync(string container, IReadOnlyList<string> command, string user, IReadOnlyList<string> environment, CancellationToken cancellationToken)
    {
        var create = new ContainerExecCreateParameters
        {
            AttachStdin = true,
            AttachStdout = true,
            AttachStderr = true,
            TTY = true,
            DetachKeys = NeverTyped,
            User = user,
            Env = [.. environment],
            Cmd = [.. command],
        };
        var id = (await CallAsync(docker => docker.Exec.CreateContainerExecAsync(container, create, cancellationToken), cancellationToken)).ID;
        var streams = await CallAsync(docker => docker.Exec.StartContainerExecAsync(id, new() { TTY = true }, cancellationToken), cancellationToken);
        return new(
            streams, (columns, rows, token) => CallAsync(docker => docker.Exec.ResizeExecTtyAsync(id, new() { Width = columns, Height = rows }, token), token));
    }
}

using System.Diagnostics;

namespace Slipway.Testing;

/// <summary>A command that was started and may still run. Disposing it kills it with all that it started.</summary>
public sealed class RunningCommand : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Command _command;
    private readonly TextCollector _output;
    private readonly TextCollector _error;
    private readonly CancellationTokenSource _timeOut;

    internal RunningCommand(Process process, Command command)
    {
        _process = process;
        _command = command;
        _timeOut = new CancellationTokenSource(command.TimeOut);
        _output = new TextCollector(process.StandardOutput);
        _error = new TextCollector(process.StandardError);

        // A command that reads nothing may be gone before this is written.
        try
        {
            process.StandardInput.Write(command.Input);
            process.StandardInput.Close();
        }
        catch (IOException) { }
    }

    /// <summary>The number of its process.</summary>
    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Returns as soon as it has written a text to its standard output.</summary>
    /// <exception cref="InvalidOperationException">It ended without.</exception>
    public Task WaitForOutputAsync(string text, CancellationToken cancellationToken) =>
        WithinTimeOutAsync(_output.WaitForAsync(text), cancellationToken);

    /// <summary>Returns as soon as it has written a text to its standard error.</summary>
    /// <exception cref="InvalidOperationException">It ended without.</exception>
    public Task WaitForErrorAsync(string text, CancellationToken cancellationToken) =>
        WithinTimeOutAsync(_error.WaitForAsync(text), cancellationToken);

    /// <summary>Sends a signal by its name ("TERM", "INT", "KILL") to this process only, as `kill` does.</summary>
    /// <remarks>A signal that was ignored when the tests were started (`nohup`, a background job without job control) stays ignored in the command.</remarks>
    public void Signal(string name) => Kill(name, $"{_process.Id}");

    /// <summary>Sends a signal to this process and those in its process group, as a terminal does with Ctrl-C. It must lead a group (`setsid`).</summary>
    public void SignalGroup(string name) => Kill(name, $"-{_process.Id}");

    /// <summary>Waits for the end of the process, and of everything that holds its output open.</summary>
    /// <exception cref="TimeoutException">It took longer than its <see cref="Command.TimeOut"/> and was killed.</exception>
    public async Task<CommandResult> WaitAsync(CancellationToken cancellationToken)
    {
        await WithinTimeOutAsync(Task.WhenAll(_process.WaitForExitAsync(cancellationToken), _output.Completion, _error.Completion), cancellationToken);

        return new CommandResult(_process.ExitCode, _output.Text, _error.Text);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _timeOut.Dispose();
    }

    private static void Kill(string signal, string target)
    {
        // The shell's own kill: .NET has none, and the command is not installed everywhere.
        using var kill = Process.Start("sh", ["-c", "kill -s \"$0\" -- \"$1\"", signal, target]);
        kill.WaitForExit();
    }

    private async Task WithinTimeOutAsync(Task task, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_timeOut.Token, cancellationToken);
        try
        {
            await task.WaitAsync(either.Token);
        }
        catch (OperationCanceledException exception) when (_timeOut.IsCancellationRequested)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"'{_command.FileName} {string.Join(' ', _command.Arguments)}' was killed after {_command.TimeOut.TotalSeconds:0} s. "
                + $"It had written:\n{_output.Text}\nand to standard error:\n{_error.Text}",
                exception);
        }
    }
}

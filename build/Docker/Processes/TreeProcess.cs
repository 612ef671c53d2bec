using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Cake.Core.IO;

namespace Slipway.Docker.Processes;

/// <summary>
/// A process that <see cref="ProcessTreeRunner"/> started. Its output is read from the start, whether somebody waits or not, so that it
/// never stands still on a full pipe. Cancelling a wait ends the process and all its children.
/// </summary>
public sealed class TreeProcess : IProcess
{
    // How long a pipe may stay open and silent after the process has ended, held by something that it left running.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();
    private readonly Task _pumps;
    private readonly Task _input;
    private readonly bool _inputGiven;
    private Exception? _failure;
    private int _progress;

    internal TreeProcess(Process process, ProcessSettings settings, Func<Stream, CancellationToken, Task>? readOutput)
    {
        _process = process;
        Id = process.Id;
        _inputGiven = settings.StandardInput is not null;
        _input = settings.StandardInput is { } input
            ? WriteInputAsync((stream, token) => stream.WriteAsync(input.Memory, token).AsTask())
            : Task.CompletedTask;
        _pumps = Task.WhenAll(
            readOutput is not null ? GuardAsync(() => readOutput(process.StandardOutput.BaseStream, _ended.Token))
                : settings.RedirectStandardOutput ? PumpAsync(process.StandardOutput, settings.RedirectedStandardOutputHandler, _output)
                : Task.CompletedTask,
            settings.RedirectStandardError ? PumpAsync(process.StandardError, settings.RedirectedStandardErrorHandler, _error) : Task.CompletedTask);
    }

    public int Id { get; }

    /// <inheritdoc cref="WaitForExitAsync(Func{Stream, CancellationToken, Task}?, CancellationToken)"/>
    public Task<int> WaitForExitAsync(CancellationToken cancellationToken) => WaitForExitAsync(writeInput: null, cancellationToken);

    /// <summary>Waits for the end of the process and of its output. Once cancelled, the whole tree has been killed and waited for.</summary>
    /// <param name="writeInput">Produces standard input; where it is null and the settings gave none, the input is empty.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, and the process is gone.</exception>
    /// <remarks>What a line handler or a stream callback throws ends the process tree, and is thrown here.</remarks>
    public async Task<int> WaitForExitAsync(Func<Stream, CancellationToken, Task>? writeInput, CancellationToken cancellationToken)
    {
        var input = _inputGiven ? _input : WriteInputAsync(writeInput ?? ((_, _) => Task.CompletedTask));
        try
        {
            await _process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
            await FinishAsync(input);
            throw;
        }

        await FinishAsync(input);
        if (_failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        return _process.ExitCode;
    }

    public void WaitForExit() => WaitForExit(Timeout.Infinite);

    public bool WaitForExit(int milliseconds)
    {
        if (!_process.WaitForExit(milliseconds))
            return false;

        // IProcess is synchronous; inside Slipway everything waits with WaitForExitAsync.
        FinishAsync(_inputGiven ? _input : WriteInputAsync((_, _) => Task.CompletedTask)).Wait();
        return true;
    }

    public int GetExitCode() => _process.ExitCode;

    public IEnumerable<string> GetStandardOutput() => _output;

    public IEnumerable<string> GetStandardError() => _error;

    /// <summary>Kills the process and all that it started; one that has ended already is no error.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or AggregateException)
        {
            // Ended in the meantime, or a descendant that is not ours to kill (it changed its user).
        }
    }

    public void Dispose()
    {
        _ended.Dispose();
        _process.Dispose();
    }

    private async Task FinishAsync(Task input)
    {
        var all = Task.WhenAll(_pumps, input);
        int seen;
        do
        {
            seen = Volatile.Read(ref _progress);
            await Task.WhenAny(all, Task.Delay(Linger, TimeProvider.System, CancellationToken.None));
        }
        while (!all.IsCompleted && seen != Volatile.Read(ref _progress));

        await _ended.CancelAsync();
    }

    private async Task PumpAsync(StreamReader reader, Func<string, string>? handler, ConcurrentQueue<string> lines) => await GuardAsync(async () =>
    {
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            Interlocked.Increment(ref _progress);
            if (_failure is null && (handler is null ? line : Handle(handler, line)) is { } kept)
                lines.Enqueue(kept);
        }
    });

    // A handler that throws ends the process; its output is still read to the end.
    private string? Handle(Func<string, string> handler, string line)
    {
        try
        {
            return handler(line);
        }
        catch (Exception exception)
        {
            _failure ??= exception;
            Kill();
            return null;
        }
    }

    private async Task WriteInputAsync(Func<Stream, CancellationToken, Task> write)
    {
        await GuardAsync(() => write(_process.StandardInput.BaseStream, _ended.Token));
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The process closed its end first: it did not want to read on, and its exit code says whether that matters.
        }
    }

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // A broken pipe: see the exit code.
        }
        catch (Exception exception)
        {
            _failure ??= exception;
            Kill();
        }
    }
}

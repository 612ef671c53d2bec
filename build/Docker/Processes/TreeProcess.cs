using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Cake.Core.IO;

namespace Slipway.Docker.Processes;

/// <summary>
/// A process that <see cref="ProcessTreeRunner"/> started. Its output is read from the start, whether someone waits or not, so that it
/// never stands still on a full pipe. Cancelling a wait ends the process and all its children.
/// </summary>
public sealed class TreeProcess : IProcess
{
    // How long a pipe may stay open and silent after the process has ended, held by something that it left running.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    // 128 + SIGKILL
    private const int Killed = 137;

    private readonly Process _process;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _lingered = new();
    private readonly LinePump? _output;
    private readonly LinePump? _error;
    private readonly Task _pumps;
    private readonly Task _archive;
    private readonly Task? _input;
    private Exception? _failure;

    internal TreeProcess(Process process, ProcessSettings settings, Func<Stream, CancellationToken, Task>? readOutput)
    {
        _process = process;
        Id = process.Id;
        _input = settings.StandardInput is { } input ? WriteInputAsync((stream, token) => WriteTextAsync(stream, input.Memory, token)) : null;
        if (settings.RedirectStandardOutput && readOutput is null)
            _output = new(process.StandardOutput, settings.RedirectedStandardOutputHandler, Fail);
        if (settings.RedirectStandardError)
            _error = new(process.StandardError, settings.RedirectedStandardErrorHandler, Fail);
        _archive = readOutput is null ? Task.CompletedTask : GuardAsync(() => readOutput(process.StandardOutput.BaseStream, _lingered.Token));
        _pumps = Task.WhenAll(
            GuardAsync(() => _output?.RunAsync() ?? Task.CompletedTask),
            GuardAsync(() => _error?.RunAsync() ?? Task.CompletedTask));
    }

    public int Id { get; }

    private int LinesRead => (_output?.Count ?? 0) + (_error?.Count ?? 0);

    /// <inheritdoc cref="WaitForExitAsync(Func{Stream, CancellationToken, Task}?, CancellationToken)"/>
    public Task<int> WaitForExitAsync(CancellationToken cancellationToken) => WaitForExitAsync(writeInput: null, cancellationToken);

    /// <summary>Waits for the end of the process and of its output. Once cancelled, the whole tree has been killed and waited for.</summary>
    /// <param name="writeInput">Produces standard input; where it is null and the settings gave none, the input is empty.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, and the process is gone.</exception>
    /// <remarks>What a line handler or a stream callback throws ends the process tree, and is thrown here.</remarks>
    public async Task<int> WaitForExitAsync(Func<Stream, CancellationToken, Task>? writeInput, CancellationToken cancellationToken)
    {
        var input = _input ?? WriteInputAsync(writeInput ?? NoInputAsync);
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

        // What the process wrote before it ended may take its time to be read; a cut archive must not look whole.
        await _archive;
        await FinishAsync(input);
        if (_failure is { } failure && !EndedByItself(failure))
            ExceptionDispatchInfo.Throw(failure);
        return _process.ExitCode;
    }

    public void WaitForExit() => WaitForExit(Timeout.Infinite);

    public bool WaitForExit(int milliseconds)
    {
        if (!_process.WaitForExit(milliseconds))
            return false;

        // IProcess is synchronous; inside Slipway everything waits with WaitForExitAsync.
        FinishAsync(_input ?? WriteInputAsync(NoInputAsync)).Wait();
        return true;
    }

    public int GetExitCode() => _process.ExitCode;

    public IEnumerable<string> GetStandardOutput() => _output?.Lines ?? [];

    public IEnumerable<string> GetStandardError() => _error?.Lines ?? [];

    /// <summary>Kills the process and all that it started; one that has ended already is no error.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // Ended in the meantime, or a descendant that is not ours to kill (it changed its user).
        }
    }

    public void Dispose()
    {
        _ended.Dispose();
        _lingered.Dispose();
        // Process leaves the pipes that someone has read from to the garbage collector: a process that lives long would hold many.
        if (_process.StartInfo.RedirectStandardOutput) _process.StandardOutput.Dispose();
        if (_process.StartInfo.RedirectStandardError) _process.StandardError.Dispose();
        _process.Dispose();
    }

    private async Task FinishAsync(Task input)
    {
        // Nobody reads the input any more, so whoever still produces it may stop, and is waited for.
        await _ended.CancelAsync();
        await input;

        int seen;
        do
        {
            seen = LinesRead;
            await Task.WhenAny(_pumps, Task.Delay(Linger, TimeProvider.System, CancellationToken.None));
        }
        while (!_pumps.IsCompleted && seen != LinesRead);

        await _lingered.CancelAsync();
    }

    // A pipe that broke because the process had enough: its own exit code says more.
    private bool EndedByItself(Exception failure) => failure is IOException && _process.ExitCode is not (0 or Killed);

    private static Task NoInputAsync(Stream input, CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task WriteTextAsync(Stream stream, ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(text, cancellationToken);
        }
        catch (IOException)
        {
            // The process did not want to read on, which is its right.
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
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException && _ended.IsCancellationRequested)
        {
            // The process has ended, and with it the work.
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private void Fail(Exception exception)
    {
        _failure ??= exception;
        Kill();
    }
}

using Docker.DotNet;

namespace Slipway.LocalAws.Kernel.Engine;

/// <summary>The terminal of a program that was started in a container. Disposing it does not end the program.</summary>
/// <param name="resize">Takes columns and rows.</param>
internal sealed class ContainerTerminal(MultiplexedStream streams, Func<int, int, CancellationToken, Task> resize) : IDisposable
{
    private const int Tries = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <returns>The number of bytes; 0 when the program has ended.</returns>
    public async Task<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return (await streams.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken)).Count;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The engine, or the container, is gone.
            return 0;
        }
    }

    /// <summary>What comes when the program has ended is lost.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await streams.WriteAsync(bytes.ToArray(), 0, bytes.Length, cancellationToken);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // Reading says so.
        }
    }

    /// <summary>The engine refuses while it starts the program, and when the program has ended.</summary>
    public async Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken)
    {
        for (var tried = 1; tried <= Tries; tried++)
        {
            try
            {
                await resize(columns, rows, cancellationToken);
                return;
            }
            catch (EngineException)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    public void Dispose() => streams.Dispose();
}

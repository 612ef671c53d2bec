using System.Net.WebSockets;

namespace Slipway.Ecs.Exec;

/// <summary>Reads whole messages of a WebSocket.</summary>
internal sealed class FrameReader(WebSocket socket)
{
    /// <summary>Bytes. Messages of a channel have little more than a kilobyte.</summary>
    private const int Largest = 1024 * 1024;

    private const int FirstSize = 4096;

    private byte[] _buffer = new byte[FirstSize];

    /// <returns>Null when the other side has closed the connection.</returns>
    /// <exception cref="SessionException">The connection broke, or a message is too large.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellation)
    {
        var length = 0;
        while (true)
        {
            var received = await ReceiveAsync(_buffer.AsMemory(length), cancellation);
            if (received.MessageType == WebSocketMessageType.Close) return null;
            length += received.Count;
            // A copy: the message is kept while the next one is read.
            if (received.EndOfMessage) return _buffer.AsSpan(0, length).ToArray();
            if (length >= Largest) throw new SessionException($"The session's other side sent a message of more than {Largest} bytes.");
            if (length == _buffer.Length) Array.Resize(ref _buffer, length * 2);
        }
    }

    public static bool IsBroken(Exception error, CancellationToken cancellation) =>
        error is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException || (error is OperationCanceledException && !cancellation.IsCancellationRequested);

    public static SessionException Lost(Exception broken) => new($"The session's connection was lost: {broken.Message} Open a new one; the command may still run in the container.", broken);

    private async Task<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> place, CancellationToken cancellation)
    {
        try
        {
            return await socket.ReceiveAsync(place, cancellation);
        }
        catch (Exception broken) when (IsBroken(broken, cancellation))
        {
            throw Lost(broken);
        }
    }
}

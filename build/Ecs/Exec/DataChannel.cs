using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace Slipway.Ecs.Exec;

/// <summary>
/// One end of Session Manager's data channel: numbered messages over a WebSocket, each acknowledged, sent again when it is not, and handed on once and in order.
/// Sending is safe from several callers; one reads.
/// </summary>
/// <param name="socket">Connected; its owner disposes it.</param>
/// <param name="outgoing">The type of what this end numbers: <see cref="MessageTypes.Input"/> of a client, <see cref="MessageTypes.Output"/> of an agent.</param>
public sealed class DataChannel(WebSocket socket, string outgoing, TimeProvider time) : IDisposable
{
    /// <summary>Bytes of the terminal in one message.</summary>
    private const int LargestPayload = 1024;

    /// <summary>Messages that may wait for their acknowledgement; who writes more waits.</summary>
    private const int Capacity = 1000;

    private static readonly TimeSpan ResendInterval = TimeSpan.FromMilliseconds(100);

    private readonly FrameReader _frames = new(socket);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _room = new(Capacity, Capacity);
    private readonly Lock _state = new();
    private readonly SendWindow _sent = new(time);
    private readonly ReceiveWindow _received = new();
    private volatile bool _paused;

    /// <summary>What the service said at the end; null while the channel is open, and when it was lost.</summary>
    public ChannelClosing? Closed { get; private set; }

    /// <summary>Whether everything that was sent is acknowledged.</summary>
    public bool IsDrained
    {
        get
        {
            lock (_state) return _sent.Count == 0;
        }
    }

    /// <summary>Shows the token, which is a client's first message.</summary>
    public Task OpenAsync(string token, CancellationToken cancellation) => SendFrameAsync(ChannelOpening.With(token), WebSocketMessageType.Text, cancellation);

    /// <summary>The first message of a client.</summary>
    /// <returns>Null when the client went away instead.</returns>
    public async Task<string?> ReadOpeningAsync(CancellationToken cancellation) => await _frames.ReadAsync(cancellation) is { } frame ? Encoding.UTF8.GetString(frame.Span) : null;

    /// <summary>Bytes of the terminal, in as many messages as they take.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        for (; bytes.Length > LargestPayload; bytes = bytes[LargestPayload..]) await SendAsync(PayloadType.Output, bytes[..LargestPayload], cancellation);
        if (bytes.Length > 0) await SendAsync(PayloadType.Output, bytes, cancellation);
    }

    /// <summary>One message, which is kept until it is acknowledged.</summary>
    public async Task SendAsync(PayloadType type, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        lock (_state)
        {
            var sequence = _sent.NextSequence;
            var message = new AgentMessage { Type = outgoing, Sequence = sequence, Flags = sequence == 0 ? AgentMessage.First : 0, CreatedAt = time.GetUtcNow(), PayloadType = type, Payload = payload };
            _sent.Add(message.Encode());
        }

        await SendDueAsync(cancellation);
    }

    /// <summary>The other side's messages, in order, until the channel ends; <see cref="Closed"/> tells how.</summary>
    /// <exception cref="SessionException">The connection broke.</exception>
    public async IAsyncEnumerable<AgentMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (Closed is null && await _frames.ReadAsync(cancellation) is { } frame)
        {
            // What arrived damaged is not acknowledged, and so comes again.
            if (AgentMessage.Decode(frame) is not { } message) continue;
            foreach (var ready in await TakeAsync(message, cancellation)) yield return ready;
        }
    }

    /// <summary>Sends again what is not acknowledged, until it is cancelled.</summary>
    /// <exception cref="SessionException">The other side has acknowledged nothing for five minutes.</exception>
    public async Task ResendAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(ResendInterval, time);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            lock (_state)
            {
                if (_sent.HasGivenUp) throw new SessionException($"The session's other side has not answered for {SendWindow.Patience.TotalMinutes:0} minutes.");
            }

            await SendDueAsync(cancellation);
        }
    }

    /// <summary>Tells the client that the session is over. For the side of the service.</summary>
    public async Task CloseAsync(ChannelClosing closing, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(closing);
        await SendFrameAsync(closing.ToMessage(time.GetUtcNow()).Encode(), WebSocketMessageType.Binary, cancellation);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellation);
    }

    public void Dispose()
    {
        _turn.Dispose();
        _room.Dispose();
    }

    private async Task<IReadOnlyList<AgentMessage>> TakeAsync(AgentMessage message, CancellationToken cancellation)
    {
        switch (message.Type)
        {
            case MessageTypes.Acknowledge:
                if (Acknowledgement.SequenceIn(message) is { } sequence && Acknowledge(sequence)) _room.Release();
                return [];
            case MessageTypes.ChannelClosed:
                Closed = ChannelClosing.Of(message);
                return [];
            case MessageTypes.PausePublication or MessageTypes.StartPublication:
                _paused = message.Type == MessageTypes.PausePublication;
                return [];
            case MessageTypes.Input or MessageTypes.Output when message.Type != outgoing:
                if (_received.Accept(message, out var ready)) await SendFrameAsync(Acknowledgement.Of(message, time.GetUtcNow()).Encode(), WebSocketMessageType.Binary, cancellation);
                return ready;
            default:
                return [];
        }
    }

    private bool Acknowledge(long sequence)
    {
        lock (_state) return _sent.Acknowledge(sequence);
    }

    private async Task SendDueAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            foreach (var message in TakeDue()) await SendAsync(message, WebSocketMessageType.Binary, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    private IReadOnlyList<byte[]> TakeDue()
    {
        if (_paused) return [];
        lock (_state) return _sent.TakeDue();
    }

    private async Task SendFrameAsync(byte[] frame, WebSocketMessageType type, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await SendAsync(frame, type, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task SendAsync(byte[] frame, WebSocketMessageType type, CancellationToken cancellation)
    {
        try
        {
            await socket.SendAsync(frame.AsMemory(), type, endOfMessage: true, cancellation);
        }
        catch (Exception broken) when (FrameReader.IsBroken(broken, cancellation))
        {
            throw FrameReader.Lost(broken);
        }
    }
}

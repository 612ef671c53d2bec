using System.Buffers.Binary;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Slipway.Aws.Ecs;

namespace Slipway.Ecs.Exec;

/// <summary>
/// Connects a terminal to a command that ECS Exec has started in a container, by the protocol of the Session Manager plugin. A connection that breaks is not
/// taken up again (ssm:ResumeSession).
/// </summary>
public sealed class CommandSession(ISessionTerminal terminal, TimeProvider time)
{
    private const string ExitCodePrefix = "EXIT_CODE:";
    private const int ReadSize = 1024;
    private const byte Interrupt = 3;

    /// <summary>As often as the plugin looks at the size of the terminal.</summary>
    private static readonly TimeSpan SizeInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>For the command to end after it was interrupted.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);

    /// <summary>Stays until the session has ended. A cancellation interrupts the command, as Ctrl-C does, and ends the session.</summary>
    /// <param name="signature">Headers that sign the request for the session's URL.</param>
    /// <exception cref="SessionException">The session could not be opened, or was lost.</exception>
    public async Task<SessionResult> RunAsync(EcsSession session, IReadOnlyDictionary<string, string> signature, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(signature);
        using var socket = new ClientWebSocket();
        // A proxy does not lead back to this machine.
        if (session.StreamUrl.IsLoopback) socket.Options.Proxy = null;
        foreach (var (name, value) in signature) socket.Options.SetRequestHeader(name, value);
        await ConnectAsync(socket, session.StreamUrl, cancellation);
        using var channel = new DataChannel(socket, MessageTypes.Input, time);
        await channel.OpenAsync(session.Token.Reveal(), cancellation);
        return await RunAsync(channel, cancellation);
    }

    /// <summary>The same on a channel that is open already.</summary>
    /// <exception cref="SessionException">The session was lost. An error of the terminal, when it cannot be read, is thrown too, after the command was interrupted.</exception>
    public async Task<SessionResult> RunAsync(DataChannel channel, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(channel);
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = ShowAsync(channel, started, stop.Token);
        var resending = channel.ResendAsync(stop.Token);
        var attached = AttachAsync(channel, started.Task, stop.Token);
        try
        {
            var first = await Task.WhenAny(reading, resending, attached).WaitAsync(cancellation);
            // A lost session is reported by the code that reads from the channel.
            if (first == attached && attached.Exception?.InnerException is not SessionException)
            {
                await InterruptAsync(channel, reading);
                await attached;
            }

            if (await Task.WhenAny(reading, resending).WaitAsync(cancellation) == resending) await resending;
            return await reading;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await InterruptAsync(channel, reading);
            throw;
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private static async Task ConnectAsync(ClientWebSocket socket, Uri url, CancellationToken cancellation)
    {
        try
        {
            await socket.ConnectAsync(url, cancellation);
        }
        catch (Exception refused) when (FrameReader.IsBroken(refused, cancellation))
        {
            throw new SessionException(
                $"The session at {url.Host} could not be opened: {refused.Message} Check the network and its proxy: Session Manager is reached by a WebSocket at port {url.Port}.", refused);
        }
    }

    private async Task<SessionResult> ShowAsync(DataChannel channel, TaskCompletionSource started, CancellationToken cancellation)
    {
        (int? exitCode, string? problem) = (null, null);
        await foreach (var message in channel.ReadAsync(cancellation))
        {
            switch (message.PayloadType)
            {
                case PayloadType.HandshakeRequest:
                    (var response, problem) = Handshake.Answer(message);
                    await channel.SendAsync(PayloadType.HandshakeResponse, response, cancellation);
                    break;
                case PayloadType.HandshakeComplete:
                    await WelcomeAsync(message, cancellation);
                    started.TrySetResult();
                    break;
                case PayloadType.Output:
                    // Agents of old do without a handshake.
                    started.TrySetResult();
                    await terminal.WriteAsync(message.Payload, cancellation);
                    break;
                case PayloadType.StandardError or PayloadType.Error:
                    await terminal.WriteErrorAsync(message.Payload, cancellation);
                    break;
                case PayloadType.ExitCode:
                    exitCode = ExitCodeIn(message);
                    break;
            }
        }

        if (channel.Closed is not { } closed) throw new SessionException("The session's connection was closed before the session ended. Open a new one; the command may still run in the container.");
        return new(exitCode, problem ?? (closed.Output.Length > 0 ? closed.Output : null));
    }

    private async Task WelcomeAsync(AgentMessage complete, CancellationToken cancellation)
    {
        if (Handshake.CustomerMessageIn(complete) is { Length: > 0 } welcome) await terminal.WriteErrorAsync(Encoding.UTF8.GetBytes($"{welcome}\r\n"), cancellation);
    }

    private static int? ExitCodeIn(AgentMessage message)
    {
        var text = Encoding.UTF8.GetString(message.Payload.Span).Trim();
        return text.StartsWith(ExitCodePrefix, StringComparison.Ordinal)
            && int.TryParse(text[ExitCodePrefix.Length..], NumberStyles.Integer, CultureInfo.InvariantCulture, out var code) ? code : null;
    }

    /// <summary>From when the terminal is connected: what comes before, an agent acknowledges and throws away.</summary>
    private async Task AttachAsync(DataChannel channel, Task started, CancellationToken cancellation)
    {
        await started.WaitAsync(cancellation);
        var size = terminal.Size;
        await channel.SendAsync(PayloadType.Size, size.ToPayload(), cancellation);
        var (typing, reporting) = (TypeAsync(channel, cancellation), ReportSizeAsync(channel, size, cancellation));
        await await Task.WhenAny(typing, reporting);
        await reporting;
    }

    private async Task TypeAsync(DataChannel channel, CancellationToken cancellation)
    {
        var buffer = new byte[ReadSize];
        while (await terminal.ReadAsync(buffer, cancellation) is > 0 and var length) await channel.WriteAsync(buffer.AsMemory(0, length), cancellation);
    }

    private async Task ReportSizeAsync(DataChannel channel, TerminalSize reported, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(SizeInterval, time, cancellation);
            var size = terminal.Size;
            if (size == reported) continue;
            await channel.SendAsync(PayloadType.Size, size.ToPayload(), cancellation);
            reported = size;
        }
    }

    /// <summary>A closed connection alone would leave the command running until the session is idle for 20 minutes.</summary>
    private async Task InterruptAsync(DataChannel channel, Task reading)
    {
        using var limit = new CancellationTokenSource(EndLimit, time);
        try
        {
            await channel.WriteAsync(new[] { Interrupt }, limit.Token);
            var terminate = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(terminate, SessionFlags.Terminate);
            await channel.SendAsync(PayloadType.Flag, terminate, limit.Token);
            await reading.WaitAsync(limit.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or SessionException)
        {
            // The session ends with its connection.
        }
    }
}

using System.Text;
using System.Threading.Channels;
using Slipway.Ecs.Exec;
using Slipway.LocalAws.Kernel.Engine;

namespace Slipway.LocalAws.Ecs.Sessions;

/// <summary>
/// Connects a data channel to a program in a container, as the agent of ECS Exec does: on a terminal, and as root whatever user the container has
/// (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html). The exit code is not told, as ECS does not tell it. The agent's time-out for
/// sessions that are idle is not emulated.
/// </summary>
internal sealed partial class SessionBridge(DockerEngine docker, TimeProvider time, ILogger<SessionBridge> log)
{
    private const string AgentVersion = "3.3.0.0";
    private const string Root = "0";
    private const int ReadSize = 1024;

    /// <summary>Ctrl-C for the program, Ctrl-D for its shell.</summary>
    private static readonly byte[] HangUp = [3, 4];

    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Stays until the program has ended or the client is gone.</summary>
    public async Task ServeAsync(DataChannel channel, string session, ExecTarget target, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var inbox = Channel.CreateUnbounded<AgentMessage>();
            // All the time: acknowledgements are among what is read.
            var reading = ReadAsync(channel, inbox.Writer, stop.Token);
            var resending = channel.ResendAsync(stop.Token);
            var end = await ShakeHandsAsync(channel, inbox.Reader, target, stop.Token) ?? await RunAsync(channel, inbox.Reader, target, resending, stop.Token);
            if (end is not null)
                await CloseAsync(channel, new(session, end), reading, stop.Token);
            Ended(session, end is null ? ": the client went away" : end.Length == 0 ? "" : $": {end.TrimEnd()}");
        }
        catch (SessionException lost)
        {
            Ended(session, $": {lost.Message}");
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private static async Task ReadAsync(DataChannel channel, ChannelWriter<AgentMessage> inbox, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in channel.ReadAsync(cancellationToken))
                inbox.TryWrite(message);
            inbox.Complete();
        }
        catch (Exception error)
        {
            // Who reads the inbox is told.
            inbox.Complete(error);
        }
    }

    /// <returns>Why the session cannot begin; null when it can.</returns>
    private async Task<string?> ShakeHandsAsync(DataChannel channel, ChannelReader<AgentMessage> inbox, ExecTarget target, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await channel.SendAsync(PayloadType.HandshakeRequest, Handshake.Request(AgentVersion, target.Command, target.KmsKey), cancellationToken);
        if (await AnswerAsync(inbox, cancellationToken) is not { } answer)
            return "Handshake timed out. Please ensure that you have the latest version of the session manager plugin.";
        if (Handshake.ProblemIn(answer) is { } problem)
            return problem;
        if (target.KmsKey is not null)
            return "LocalAws does not emulate KMS, with which the cluster's sessions are encrypted.";
        await channel.SendAsync(PayloadType.HandshakeComplete, Handshake.Complete(time.GetElapsedTime(started)), cancellationToken);
        return null;
    }

    /// <returns>Null when it does not come in time.</returns>
    private async Task<AgentMessage?> AnswerAsync(ChannelReader<AgentMessage> inbox, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(HandshakeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // The agent ignores what is typed before.
            await foreach (var message in inbox.ReadAllAsync(either.Token))
            {
                if (message.PayloadType == PayloadType.HandshakeResponse)
                    return message;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        throw new SessionException("The client went away before it had answered the handshake.");
    }

    /// <returns>What the session ends with: empty when the program has ended; null when the client is gone.</returns>
    private async Task<string?> RunAsync(DataChannel channel, ChannelReader<AgentMessage> inbox, ExecTarget target, Task resending, CancellationToken cancellationToken)
    {
        ContainerTerminal terminal;
        try
        {
            terminal = await StartAsync(target, cancellationToken);
        }
        catch (Exception refused) when (refused is EngineException or FormatException)
        {
            return StartFailure.Message(refused is FormatException ? $"Failed to parse commands input: {refused.Message}" : $"Failed to start pty: {refused.Message}");
        }

        using (terminal)
        {
            var showing = ShowAsync(terminal, channel, cancellationToken);
            var typing = TypeAsync(inbox, terminal, cancellationToken);
            try
            {
                var first = await Task.WhenAny(showing, typing, resending);
                if (first == showing)
                    return await showing;
                if (first == resending)
                    await resending;
                return await typing ? "" : null;
            }
            finally
            {
                if (!showing.IsCompletedSuccessfully)
                    await terminal.WriteAsync(HangUp, CancellationToken.None);
            }
        }
    }

    private async Task<ContainerTerminal> StartAsync(ExecTarget target, CancellationToken cancellationToken)
    {
        var command = CommandWords.Split(target.Command);
        var container = await docker.InspectContainerAsync(target.Container, cancellationToken);
        var hasLanguage = container?.Config?.Env?.Any(variable => variable.StartsWith("LANG=", StringComparison.Ordinal)) == true;
        string[] environment = hasLanguage ? ["TERM=xterm-256color"] : ["TERM=xterm-256color", "LANG=C.UTF-8"];
        return await docker.ExecAsync(target.Container, command, Root, environment, cancellationToken);
    }

    /// <returns>What the session ends with.</returns>
    private static async Task<string> ShowAsync(ContainerTerminal terminal, DataChannel channel, CancellationToken cancellationToken)
    {
        var buffer = new byte[ReadSize];
        for (var isFirst = true; await terminal.ReadAsync(buffer, cancellationToken) is > 0 and var length; isFirst = false)
        {
            if (isFirst && StartFailure.In(Encoding.UTF8.GetString(buffer, 0, length)) is { } failure)
                return failure;
            await channel.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
        }

        return "";
    }

    /// <returns>True when the client wants the session to end, false when it is gone.</returns>
    private static async Task<bool> TypeAsync(ChannelReader<AgentMessage> inbox, ContainerTerminal terminal, CancellationToken cancellationToken)
    {
        await foreach (var message in inbox.ReadAllAsync(cancellationToken))
        {
            if (message.PayloadType == PayloadType.Flag)
                return true;
            if (message.PayloadType == PayloadType.Size && TerminalSize.Of(message.Payload) is { } size)
                await terminal.ResizeAsync(size.Columns, size.Rows, cancellationToken);
            if (message.PayloadType == PayloadType.Output)
                await terminal.WriteAsync(message.Payload, cancellationToken);
        }

        return false;
    }

    /// <summary>What the client has not acknowledged may be on its way. It closes the connection: what is on its way to it would be lost if this side did.</summary>
    private async Task CloseAsync(DataChannel channel, ChannelClosing closing, Task reading, CancellationToken cancellationToken)
    {
        for (var started = time.GetTimestamp(); !channel.IsDrained && time.GetElapsedTime(started) < DrainLimit;)
            await Task.Delay(DrainInterval, time, cancellationToken);
        await channel.CloseAsync(closing, cancellationToken);
        await Task.WhenAny(reading, Task.Delay(CloseLimit, time, cancellationToken));
    }

    [LoggerMessage(LogLevel.Information, "{Session} has ended{Why}")]
    private partial void Ended(string session, string why);
}

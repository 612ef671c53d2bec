using System.Net.WebSockets;
using System.Text;
using Slipway.Ecs.Exec;

namespace Slipway.Ecs.Tests.Exec;

/// <summary>The client against an agent that a test plays, on a real WebSocket.</summary>
[CancelAfter(60_000)]
public sealed class CommandSessionTests
{
    private const string Session = "ecs-execute-command-1";

    private FakeTerminal _terminal = null!;
    private ChannelPair _pair = null!;
    private DataChannel _client = null!;
    private DataChannel _agent = null!;

    [SetUp]
    public async Task Connect()
    {
        _terminal = new();
        _pair = await ChannelPair.ConnectAsync();
        _client = new(_pair.Client, MessageTypes.Input, TimeProvider.System);
        _agent = new(_pair.Server, MessageTypes.Output, TimeProvider.System);
    }

    [TearDown]
    public void Disconnect()
    {
        _client.Dispose();
        _agent.Dispose();
        _pair.Dispose();
    }

    [Test]
    public async Task A_session_begins_with_a_handshake_reports_the_size_and_ends_when_the_channel_is_closed(CancellationToken cancellation)
    {
        var running = RunAsync(cancellation);
        await using var received = _agent.ReadAsync(cancellation).GetAsyncEnumerator(cancellation);
        await _agent.SendAsync(PayloadType.HandshakeRequest, Handshake.Request("3.3.0.0", "sh", kmsKey: null), cancellation);
        var response = await NextAsync(received);
        await _agent.SendAsync(PayloadType.HandshakeComplete, Handshake.Complete(TimeSpan.Zero), cancellation);
        var size = await NextAsync(received);
        await _agent.WriteAsync("hello\r\n"u8.ToArray(), cancellation);
        await _agent.CloseAsync(new(Session, ""), cancellation);

        var result = await running;

        Assert.That((response.PayloadType, Handshake.ProblemIn(response)), Is.EqualTo((PayloadType.HandshakeResponse, (string?)null)));
        Assert.That(TerminalSize.Of(size.Payload), Is.EqualTo(new TerminalSize(80, 24)));
        Assert.That((_terminal.Shown, _terminal.Errors, result), Is.EqualTo(("hello\r\n", "", new SessionResult(null, null))));
    }

    [Test]
    public async Task Nothing_is_typed_before_the_handshake_is_complete_and_then_a_changed_size_too(CancellationToken cancellation)
    {
        _terminal.Type("exit\r");
        var running = RunAsync(cancellation);
        await using var received = _agent.ReadAsync(cancellation).GetAsyncEnumerator(cancellation);
        await _agent.SendAsync(PayloadType.HandshakeRequest, Handshake.Request("3.3.0.0", "sh", kmsKey: null), cancellation);
        var first = await NextAsync(received);
        await _agent.SendAsync(PayloadType.HandshakeComplete, Handshake.Complete(TimeSpan.Zero), cancellation);
        AgentMessage[] after = [await NextAsync(received), await NextAsync(received)];
        _terminal.Size = new(100, 30);
        var resized = await NextAsync(received);
        await _agent.CloseAsync(new(Session, ""), cancellation);
        await running;

        Assert.That(first.PayloadType, Is.EqualTo(PayloadType.HandshakeResponse));
        Assert.That(after.Select(message => message.PayloadType), Is.EqualTo(new[] { PayloadType.Size, PayloadType.Output }));
        Assert.That(Encoding.UTF8.GetString(after[1].Payload.Span), Is.EqualTo("exit\r"));
        Assert.That(TerminalSize.Of(resized.Payload), Is.EqualTo(new TerminalSize(100, 30)));
    }

    [TestCase("EXIT_CODE: 0", 0)]
    [TestCase("EXIT_CODE: 3", 3)]
    [TestCase("3", null)]
    public async Task An_exit_code_is_taken_where_the_channel_tells_it(string told, int? exitCode, CancellationToken cancellation)
    {
        var running = RunAsync(cancellation);
        await _agent.SendAsync(PayloadType.StandardError, "oh\n"u8.ToArray(), cancellation);
        await _agent.SendAsync(PayloadType.ExitCode, Encoding.UTF8.GetBytes(told), cancellation);
        await _agent.CloseAsync(new(Session, ""), cancellation);

        var result = await running;

        Assert.That((result, _terminal.Errors), Is.EqualTo((new SessionResult(exitCode, null), "oh\n")));
    }

    [Test]
    public async Task What_the_service_says_at_the_end_is_the_problem(CancellationToken cancellation)
    {
        var running = RunAsync(cancellation);
        await _agent.CloseAsync(new(Session, "Unable to start command: Failed to start pty"), cancellation);

        var result = await running;

        Assert.That(result, Is.EqualTo(new SessionResult(null, "Unable to start command: Failed to start pty")));
    }

    [Test]
    public async Task A_session_that_is_to_be_encrypted_is_refused_and_says_what_does_it(CancellationToken cancellation)
    {
        var running = RunAsync(cancellation);
        await using var received = _agent.ReadAsync(cancellation).GetAsyncEnumerator(cancellation);
        await _agent.SendAsync(PayloadType.HandshakeRequest, Handshake.Request("3.3.0.0", "sh", "alias/exec"), cancellation);
        var response = await NextAsync(received);
        await _agent.CloseAsync(new(Session, "handshake failed"), cancellation);

        var result = await running;

        const string Problem = "The cluster encrypts its sessions with a KMS key (executeCommandConfiguration.kmsKeyId), which Slipway cannot do: use 'aws ecs execute-command' with its plugin.";
        Assert.That(result, Is.EqualTo(new SessionResult(null, Problem)));
        Assert.That(Handshake.ProblemIn(response), Is.EqualTo($"KMSEncryption failed on client with status 2 error: {Problem}"));
    }

    [Test]
    public async Task A_connection_that_is_closed_before_the_session_ended_is_told(CancellationToken cancellation)
    {
        var running = RunAsync(cancellation);
        await _pair.Server.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellation);

        var lost = await Assert.ThrowsAsync<SessionException>(() => running);

        Assert.That(lost!.Message, Is.EqualTo("The session's connection was closed before the session ended. Open a new one; the command may still run in the container."));
    }

    [Test]
    public async Task A_cancellation_interrupts_the_command_and_ends_the_session(CancellationToken cancellation)
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = RunAsync(cancelled.Token);
        await using var received = _agent.ReadAsync(cancellation).GetAsyncEnumerator(cancellation);
        await cancelled.CancelAsync();
        AgentMessage[] last = [await NextAsync(received), await NextAsync(received)];
        await _agent.CloseAsync(new(Session, ""), cancellation);

        await Assert.ThatAsync(() => running, Throws.InstanceOf<OperationCanceledException>());

        Assert.That(last.Select(message => $"{message.PayloadType} {Convert.ToHexString(message.Payload.Span)}"), Is.EqualTo(new[] { "Output 03", "Flag 00000002" }));
    }

    [Test]
    public async Task A_terminal_that_cannot_be_read_interrupts_the_command_and_ends_the_session(CancellationToken cancellation)
    {
        _terminal.Failure = new IOException("no terminal");
        var running = RunAsync(cancellation);
        await using var received = _agent.ReadAsync(cancellation).GetAsyncEnumerator(cancellation);
        await _agent.WriteAsync("$ "u8.ToArray(), cancellation);
        AgentMessage[] last = [await NextAsync(received), await NextAsync(received), await NextAsync(received)];
        await _agent.CloseAsync(new(Session, ""), cancellation);

        await Assert.ThatAsync(() => running, Throws.TypeOf<IOException>().With.Message.EqualTo("no terminal"));

        Assert.That(last[0].PayloadType, Is.EqualTo(PayloadType.Size));
        Assert.That(last[1..].Select(message => $"{message.PayloadType} {Convert.ToHexString(message.Payload.Span)}"), Is.EqualTo(new[] { "Output 03", "Flag 00000002" }));
    }

    private Task<SessionResult> RunAsync(CancellationToken cancellation) => new CommandSession(_terminal, TimeProvider.System).RunAsync(_client, cancellation);

    private static async Task<AgentMessage> NextAsync(IAsyncEnumerator<AgentMessage> received)
    {
        Assert.That(await received.MoveNextAsync(), Is.True, "the channel has ended");
        return received.Current;
    }
}

using System.Net.WebSockets;
using System.Text;
using Slipway.Ecs.Exec;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Exec;

/// <summary>One end of a data channel; the other end is played frame by frame.</summary>
[CancelAfter(60_000)]
public sealed class DataChannelTests
{
    private readonly byte[] _buffer = new byte[4096];
    private ChannelPair _pair = null!;

    [SetUp]
    public async Task Connect() => _pair = await ChannelPair.ConnectAsync();

    [TearDown]
    public void Disconnect() => _pair.Dispose();

    [Test]
    public async Task What_is_not_acknowledged_is_sent_again_and_what_is_acknowledged_is_not(CancellationToken cancellation)
    {
        var time = new ManualTimeProvider();
        using var channel = new DataChannel(_pair.Client, MessageTypes.Input, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = ReadAllAsync(channel, stop.Token);
        await channel.WriteAsync("a"u8.ToArray(), cancellation);
        await channel.WriteAsync("b"u8.ToArray(), cancellation);
        AgentMessage[] first = [await FrameAsync(cancellation), await FrameAsync(cancellation)];
        var resending = channel.ResendAsync(stop.Token);

        time.Advance(TimeSpan.FromMilliseconds(300));
        var again = await FrameAsync(cancellation);
        await AcknowledgeAsync(first[0], cancellation);
        await AcknowledgeAsync(first[1], cancellation);
        await UntilAsync(() => channel.IsDrained, cancellation);

        Assert.That(first.Select(message => $"{message.Type} {message.Sequence} {message.Flags} {Text(message)}"), Is.EqualTo(new[] { "input_stream_data 0 1 a", "input_stream_data 1 0 b" }));
        Assert.That((again.Sequence, again.Id), Is.EqualTo((0L, first[0].Id)));
        await stop.CancelAsync();
        await Assert.ThatAsync(() => Task.WhenAll(reading, resending), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task What_comes_is_acknowledged_also_the_second_time_and_handed_on_once_in_order(CancellationToken cancellation)
    {
        using var channel = new DataChannel(_pair.Client, MessageTypes.Input, TimeProvider.System);
        var reading = ReadAllAsync(channel, cancellation);
        foreach (var sequence in new[] { 1, 0, 0, 2 }) await SendAsync(Output(sequence), cancellation);

        var acknowledged = new List<string>();
        for (var count = 0; count < 4; count++) acknowledged.Add(Text(await FrameAsync(cancellation)));
        await SendAsync(new() { Type = MessageTypes.ChannelClosed, Payload = """{"SessionId":"s","Output":"done"}"""u8.ToArray() }, cancellation);

        Assert.That(await reading, Is.EqualTo("0 1 2"));
        Assert.That(acknowledged.Select(text => text[text.IndexOf("AcknowledgedMessageSequenceNumber", StringComparison.Ordinal)..]), Is.EqualTo(new[] { 1, 0, 0, 2 }.Select(sequence =>
            $"AcknowledgedMessageSequenceNumber\":{sequence},\"IsSequentialMessage\":true}}")));
        Assert.That(channel.Closed, Is.EqualTo(new ChannelClosing("s", "done")));
    }

    [Test]
    public async Task While_publication_is_paused_nothing_is_sent_and_then_all_of_it_in_order(CancellationToken cancellation)
    {
        using var channel = new DataChannel(_pair.Client, MessageTypes.Input, TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var working = Task.WhenAll(ReadAllAsync(channel, stop.Token), channel.ResendAsync(stop.Token));
        await SendAsync(new() { Type = MessageTypes.PausePublication }, cancellation);
        // Its acknowledgement says that the pause has arrived.
        await SendAsync(Output(0), cancellation);
        var acknowledgement = await FrameAsync(cancellation);
        await channel.WriteAsync("a"u8.ToArray(), cancellation);
        await channel.WriteAsync("b"u8.ToArray(), cancellation);
        await SendAsync(Output(1), cancellation);
        var next = await FrameAsync(cancellation);
        await SendAsync(new() { Type = MessageTypes.StartPublication }, cancellation);

        AgentMessage[] sent = [await FrameAsync(cancellation), await FrameAsync(cancellation)];

        Assert.That((acknowledgement.Type, next.Type), Is.EqualTo((MessageTypes.Acknowledge, MessageTypes.Acknowledge)));
        Assert.That(sent.Select(Text), Is.EqualTo(new[] { "a", "b" }));
        await stop.CancelAsync();
        await Assert.ThatAsync(() => working, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Long_output_comes_in_messages_of_a_kilobyte(CancellationToken cancellation)
    {
        using var channel = new DataChannel(_pair.Client, MessageTypes.Input, TimeProvider.System);

        await channel.WriteAsync(new byte[2500], cancellation);

        AgentMessage[] sent = [await FrameAsync(cancellation), await FrameAsync(cancellation), await FrameAsync(cancellation)];
        Assert.That(sent.Select(message => message.Payload.Length), Is.EqualTo(new[] { 1024, 1024, 452 }));
    }

    private static AgentMessage Output(int sequence) =>
        new() { Type = MessageTypes.Output, Sequence = sequence, PayloadType = PayloadType.Output, Payload = Encoding.UTF8.GetBytes($"{sequence}") };

    private static async Task<string> ReadAllAsync(DataChannel channel, CancellationToken cancellation)
    {
        var texts = new List<string>();
        await foreach (var message in channel.ReadAsync(cancellation)) texts.Add(Text(message));
        return string.Join(' ', texts);
    }

    private static string Text(AgentMessage message) => Encoding.UTF8.GetString(message.Payload.Span);

    private static async Task UntilAsync(Func<bool> isThere, CancellationToken cancellation)
    {
        while (!isThere()) await Task.Delay(5, cancellation);
    }

    private Task AcknowledgeAsync(AgentMessage message, CancellationToken cancellation) => SendAsync(
        new() { Type = MessageTypes.Acknowledge, Payload = Encoding.UTF8.GetBytes($$"""{"AcknowledgedMessageSequenceNumber":{{message.Sequence}}}""") }, cancellation);

    private Task SendAsync(AgentMessage message, CancellationToken cancellation) => _pair.Server.SendAsync(message.Encode(), WebSocketMessageType.Binary, endOfMessage: true, cancellation);

    private async Task<AgentMessage> FrameAsync(CancellationToken cancellation)
    {
        var received = await _pair.Server.ReceiveAsync(_buffer, cancellation);
        return AgentMessage.Decode(_buffer.AsSpan(0, received.Count).ToArray())!;
    }
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Slipway.Ecs.Exec;

namespace Slipway.Ecs.Tests.Exec;

/// <summary>Messages of the data channel as bytes, which AWS's agents and clients read.</summary>
public sealed class AgentMessageTests
{
    private static readonly string[] Types = [MessageTypes.Input, MessageTypes.Output, MessageTypes.Acknowledge, MessageTypes.ChannelClosed, MessageTypes.StartPublication, MessageTypes.PausePublication];

    private static Config Configuration => Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Test]
    public void A_message_is_written_as_the_protocol_has_it()
    {
        var message = new AgentMessage
        {
            Type = MessageTypes.Input,
            Sequence = 2,
            Id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000),
            PayloadType = PayloadType.Output,
            Payload = "ls"u8.ToArray(),
        };

        Assert.That(Convert.ToHexStringLower(message.Encode()), Is.EqualTo(
            "00000074" + "696e7075745f73747265616d5f64617461202020202020202020202020202020" + "00000001" + "0000018bcfe56800" + "0000000000000002" + "0000000000000000"
            + "8899aabbccddeeff0011223344556677" + "c7b68ac37f364473e922936708e7f43c293dd07b295171566c07ff5fe024fab9" + "00000001" + "00000002" + "6c73"));
    }

    [Test]
    public void Any_message_is_read_as_it_was_written() => Check.One(Configuration, Prop.ForAll(Messages().ToArbitrary(), message =>
    {
        var read = AgentMessage.Decode(message.Encode());

        return read is not null && read.Payload.Span.SequenceEqual(message.Payload.Span) && read with { Payload = default } == message with { Payload = default };
    }));

    [Test]
    public void Any_message_that_was_cut_off_is_none() => Check.One(Configuration, Prop.ForAll(Gen.Zip(Messages(), Gen.Choose(0, 1_000_000)).ToArbitrary(), cut =>
    {
        var bytes = cut.Item1.Encode();

        return AgentMessage.Decode(bytes.AsMemory(0, cut.Item2 % bytes.Length)) is null;
    }));

    [Test]
    public void Any_message_whose_payload_was_changed_is_none() =>
        Check.One(Configuration, Prop.ForAll(Gen.Zip(Messages().Where(message => message.Payload.Length > 0), Gen.Choose(0, 1_000_000)).ToArbitrary(), changed =>
        {
            var bytes = changed.Item1.Encode();
            bytes[bytes.Length - 1 - (changed.Item2 % changed.Item1.Payload.Length)] ^= 0x20;

            return AgentMessage.Decode(bytes) is null;
        }));

    [Test]
    public void Any_bytes_are_a_message_or_none() => Check.One(Configuration, Prop.ForAll(Bytes(0, 300).ToArbitrary(), bytes =>
    {
        // Most are none by their first four bytes alone.
        if (bytes.Length >= 4) (bytes[0], bytes[1], bytes[2], bytes[3]) = (0, 0, 0, 116);
        return AgentMessage.Decode(bytes) is null or { Payload.Length: 0 };
    }));

    [TestCase(80, 24, """{"cols":80,"rows":24}""")]
    [TestCase(300, 100, """{"cols":300,"rows":100}""")]
    public void A_size_is_read_as_it_was_written(int columns, int rows, string json)
    {
        var payload = new TerminalSize(columns, rows).ToPayload();

        Assert.That(Encoding.UTF8.GetString(payload), Is.EqualTo(json));
        Assert.That(TerminalSize.Of(payload), Is.EqualTo(new TerminalSize(columns, rows)));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("""{"cols":0,"rows":24}""")]
    [TestCase("""{"cols":80}""")]
    [TestCase("""{"cols":80,"rows":65536}""")]
    public void What_is_no_size_is_none(string payload) => Assert.That(TerminalSize.Of(Encoding.UTF8.GetBytes(payload)), Is.Null);

    private static Gen<byte[]> Bytes(int shortest, int longest) =>
        from length in Gen.Choose(shortest, longest)
        from bytes in Gen.Choose(0, 255).ArrayOf(length)
        select bytes.Select(value => (byte)value).ToArray();

    private static Gen<AgentMessage> Messages() =>
        from type in Gen.Elements(Types)
        from sequence in Gen.Choose(0, int.MaxValue)
        from flags in Gen.Choose(0, 3)
        from id in Bytes(16, 16)
        from created in Gen.Choose(0, int.MaxValue)
        from payloadType in Gen.Choose(0, 12)
        from payload in Bytes(0, 1100)
        select new AgentMessage
        {
            Type = type,
            Sequence = sequence * 1_000_003L,
            Flags = (ulong)flags,
            Id = new(id),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(created * 1000L),
            PayloadType = (PayloadType)payloadType,
            Payload = payload,
        };
}

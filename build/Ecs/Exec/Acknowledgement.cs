using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Exec;

/// <summary>That a numbered message has arrived.</summary>
internal static class Acknowledgement
{
    private const string Sequence = "AcknowledgedMessageSequenceNumber";

    public static AgentMessage Of(AgentMessage received, DateTimeOffset now) => new()
    {
        Type = MessageTypes.Acknowledge,
        Flags = AgentMessage.Alone,
        CreatedAt = now,
        Payload = ChannelJson.Bytes(new JsonObject
        {
            ["AcknowledgedMessageType"] = received.Type,
            ["AcknowledgedMessageId"] = received.Id.ToString(),
            [Sequence] = received.Sequence,
            ["IsSequentialMessage"] = true,
        }),
    };

    /// <returns>The number of the message that has arrived; null when it names none.</returns>
    public static long? SequenceIn(AgentMessage acknowledgement) => long.TryParse(ChannelJson.Read(acknowledgement.Payload).Text(Sequence), out var sequence) ? sequence : null;
}

using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Exec;

/// <summary>The last message of a channel, which the service sends.</summary>
/// <param name="Output">Why the session ended, when it did not end as usual; else empty.</param>
public sealed record ChannelClosing(string SessionId, string Output)
{
    private const string SessionMember = "SessionId";
    private const string OutputMember = "Output";

    internal AgentMessage ToMessage(DateTimeOffset now)
    {
        var id = Guid.NewGuid();
        return new()
        {
            Type = MessageTypes.ChannelClosed,
            Flags = AgentMessage.Alone,
            Id = id,
            CreatedAt = now,
            Payload = ChannelJson.Bytes(new JsonObject
            {
                ["MessageId"] = id.ToString(),
                ["CreatedDate"] = now.ToString("O"),
                ["DestinationId"] = SessionId,
                [SessionMember] = SessionId,
                ["MessageType"] = MessageTypes.ChannelClosed,
                ["SchemaVersion"] = 1,
                [OutputMember] = Output,
            }),
        };
    }

    internal static ChannelClosing Of(AgentMessage message)
    {
        var closed = ChannelJson.Read(message.Payload);
        return new(closed.Text(SessionMember) ?? "", closed.Text(OutputMember) ?? "");
    }
}

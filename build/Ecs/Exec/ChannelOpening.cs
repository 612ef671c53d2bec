using System.Text;
using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Exec;

/// <summary>The first message of a channel, the only one in text: it shows the token that ExecuteCommand gave.</summary>
public static class ChannelOpening
{
    /// <summary>What agents take for the version of the client; some of their features begin with one.</summary>
    internal const string ClientVersion = "1.2.0.0";

    internal static byte[] With(string token) => ChannelJson.Bytes(new JsonObject
    {
        ["MessageSchemaVersion"] = "1.0",
        ["RequestId"] = Guid.NewGuid().ToString(),
        ["TokenValue"] = token,
        ["ClientId"] = Guid.NewGuid().ToString(),
        ["ClientVersion"] = ClientVersion,
    });

    /// <returns>The token; null when the text has none.</returns>
    public static string? TokenIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ChannelJson.Read(Encoding.UTF8.GetBytes(text)).Text("TokenValue");
    }
}

using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Exec;

/// <summary>
/// What the agent and the client agree on before the terminal is connected. The agent requests actions, and the client reports the result of each.
/// https://github.com/aws/session-manager-plugin, <c>src/message/handshakemessage.go</c>
/// </summary>
public static class Handshake
{
    private const string SessionType = "SessionType";
    private const string Encryption = "KMSEncryption";
    private const int Success = 1;
    private const int Failed = 2;
    private const int Unsupported = 3;

    /// <summary>The agent's question for a session on a terminal.</summary>
    /// <param name="command">The program and its arguments, as ExecuteCommand was given them.</param>
    /// <param name="kmsKey">What the session is to be encrypted with; null when it is not.</param>
    public static byte[] Request(string agentVersion, string command, string? kmsKey)
    {
        var properties = new JsonObject { ["linux"] = new JsonObject { ["commands"] = command } };
        var actions = new JsonArray(Action(SessionType, new() { ["SessionType"] = "InteractiveCommands", ["Properties"] = properties }));
        if (kmsKey is not null) actions.Add(Action(Encryption, new() { ["KMSKeyId"] = kmsKey }));
        return ChannelJson.Bytes(new JsonObject { ["AgentVersion"] = agentVersion, ["RequestedClientActions"] = actions });
    }

    /// <summary>The client's answer, and what it cannot do; null when it can do all of it.</summary>
    internal static (byte[] Response, string? Problem) Answer(AgentMessage request)
    {
        var actions = ChannelJson.Read(request.Payload).Objects("RequestedClientActions").Select(action => action.Text("ActionType") ?? "").ToList();
        var problems = actions.Select(ProblemOf).OfType<string>().ToList();
        var response = new JsonObject
        {
            ["ClientVersion"] = ChannelOpening.ClientVersion,
            ["ProcessedClientActions"] = new JsonArray([.. actions.Select(Processed)]),
            ["Errors"] = new JsonArray([.. problems.Select(problem => JsonValue.Create(problem))]),
        };
        return (ChannelJson.Bytes(response), problems.Count == 0 ? null : string.Join(" ", problems));
    }

    /// <returns>What the client could not do, in its words; null when it has done everything.</returns>
    public static string? ProblemIn(AgentMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        var failed = ChannelJson.Read(response.Payload).Objects("ProcessedClientActions").FirstOrDefault(action => action.Number("ActionStatus") != Success);
        return failed is null ? null : $"{failed.Text("ActionType")} failed on client with status {failed.Text("ActionStatus")} error: {failed.Text("Error")}";
    }

    /// <summary>The agent's last word: from here on the terminal is connected.</summary>
    /// <param name="duration">Of the handshake. It is written in nanoseconds.</param>
    public static byte[] Complete(TimeSpan duration) => ChannelJson.Bytes(new JsonObject { ["HandshakeTimeToComplete"] = duration.Ticks * TimeSpan.NanosecondsPerTick, ["CustomerMessage"] = "" });

    /// <returns>What the account wants its users to read, or empty.</returns>
    internal static string CustomerMessageIn(AgentMessage complete) => ChannelJson.Read(complete.Payload).Text("CustomerMessage") ?? "";

    private static JsonObject Action(string type, JsonObject parameters) => new() { ["ActionType"] = type, ["ActionParameters"] = parameters };

    private static JsonObject Processed(string action) => new JsonObject
    {
        ["ActionType"] = action,
        ["ActionStatus"] = action switch { SessionType => Success, Encryption => Failed, _ => Unsupported },
        ["ActionResult"] = null,
        ["Error"] = ProblemOf(action) ?? "",
    };

    private static string? ProblemOf(string action) => action switch
    {
        SessionType => null,
        Encryption => "The cluster encrypts its sessions with a KMS key (executeCommandConfiguration.kmsKeyId), which Slipway cannot do: use 'aws ecs execute-command' with its plugin.",
        _ => $"The agent asks for '{action}', which Slipway does not know: use 'aws ecs execute-command' with its plugin.",
    };
}

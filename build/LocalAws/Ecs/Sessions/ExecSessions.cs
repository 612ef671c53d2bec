using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Ecs.Sessions;

/// <summary>The sessions that ExecuteCommand has given away and nobody has connected to yet. They end with the process.</summary>
/// <param name="port">The port of the API on 127.0.0.1, which is not known before the server listens.</param>
public sealed class ExecSessions(Func<int> port)
{
    /// <summary>Followed by a session's id.</summary>
    public const string Path = "/v1/data-channel/";

    private const int IdDigits = 17;
    private const int TokenBytes = 96;

    private readonly ConcurrentDictionary<string, (string Token, ExecTarget Target)> _waiting = new(StringComparer.Ordinal);

    /// <summary>Makes a session, as the answer to ExecuteCommand shows it.</summary>
    public JsonObject Open(ExecTarget target)
    {
        var id = $"ecs-execute-command-{RandomNumberGenerator.GetHexString(IdDigits, lowercase: true)}";
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(TokenBytes));
        _waiting[id] = (token, target);
        return new()
        {
            ["sessionId"] = id,
            ["streamUrl"] = string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{port()}{Path}{id}?role=publish_subscribe"),
            ["tokenValue"] = token,
        };
    }

    /// <summary>Lets the first one in who has the token.</summary>
    /// <returns>Null for another token, and for a session that there is not, or not any more.</returns>
    public ExecTarget? Take(string id, string token)
    {
        if (!_waiting.TryGetValue(id, out var session) || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(session.Token)))
            return null;
        return _waiting.TryRemove(id, out _) ? session.Target : null;
    }
}

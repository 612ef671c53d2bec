using System.Text.Json.Nodes;

namespace Slipway.Ecs.Tests.Faults;

/// <summary>What becomes of one call on its way to the server and back.</summary>
/// <param name="name">For the names of tests.</param>
public sealed class Fault(string name)
{
    /// <summary>Goes through.</summary>
    public static Fault None { get; } = new("none");

    public static Fault Throttled { get; } = new("throttling") { IsForwarded = false, Refusal = new(400, "ThrottlingException", "Rate exceeded") };

    public static Fault ServerError { get; } = new("a 500 before it was done") { IsForwarded = false, Refusal = new(500, "ServerException", "Service Unavailable.") };

    public static Fault ServerErrorAfter { get; } = new("a 500 after it was done") { Refusal = ServerError.Refusal };

    public static Fault Unavailable { get; } = new("a 503") { IsForwarded = false, Refusal = new(503, "ServiceUnavailable", "Service is unable to handle request.") };

    /// <summary>The connection is reset before the server has heard of the call.</summary>
    public static Fault ResetBefore { get; } = new("a reset before it was done") { IsForwarded = false, Breaks = true };

    /// <summary>The server has carried the call out, and its answer is lost.</summary>
    public static Fault ResetAfter { get; } = new("a reset after it was done") { Breaks = true };

    /// <summary>The server has carried the call out and closes the connection, as one does that is idle: what HTTP clients like to send again.</summary>
    public static Fault ClosedAfter { get; } = new("a close after it was done") { Closes = true };

    /// <summary>The server has carried the call out, and its answer does not come as long as the client waits.</summary>
    public static Fault Slow { get; } = new("no answer in time") { IsSilent = true };

    public static Fault Expired { get; } = new("expired credentials")
    {
        IsForwarded = false,
        Refusal = new(400, "ExpiredTokenException", "The security token included in the request is expired"),
    };

    /// <summary>The server shows the service's deployment as under way still, which moto itself never does.</summary>
    public static Fault StillRolling { get; } = new("a deployment under way") { Change = answer => SetRolloutState(answer, "IN_PROGRESS") };

    /// <summary>Whether the server gets the call.</summary>
    public bool IsForwarded { get; private init; } = true;

    /// <summary>What the client is told instead of the server's answer.</summary>
    public Refusal? Refusal { get; private init; }

    /// <summary>Whether the connection is reset.</summary>
    public bool Breaks { get; private init; }

    /// <summary>Whether the connection is closed in order, without an answer.</summary>
    public bool Closes { get; private init; }

    /// <summary>Whether nothing is said until the client gives up.</summary>
    public bool IsSilent { get; private init; }

    /// <summary>What the server's answer becomes.</summary>
    public Action<JsonObject>? Change { get; private init; }

    /// <summary>The answer's own time, in its header <c>Date</c>, as a difference from now.</summary>
    public TimeSpan ClockAhead { get; private init; }

    /// <summary>The server's clock is ahead of the client's by more than a signature is good for, or behind it.</summary>
    public static Fault Skewed(string code, string message, TimeSpan ahead) =>
        new("clock skew") { IsForwarded = false, Refusal = new(403, code, message), ClockAhead = ahead };

    public override string ToString() => name;

    private static void SetRolloutState(JsonObject answer, string state)
    {
        foreach (var deployment in answer["services"]!.AsArray().SelectMany(service => service!["deployments"]!.AsArray())) deployment!["rolloutState"] = state;
    }
}

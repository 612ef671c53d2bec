namespace Slipway.LocalAws.Sts;

/// <summary>Who has taken on a role, and until when.</summary>
/// <param name="Name">The session's name; the id of a task where the agent of ECS took the role on for it.</param>
/// <param name="TokenHash">SHA-256 of the session token, in hexadecimal digits; empty for a session of an older LocalAws.</param>
public sealed record RoleSession(string RoleArn, string Name, DateTimeOffset Expiration, string TokenHash = "")
{
    /// <summary>LocalAws tells roles apart by their names, not by their ids.</summary>
    public string UserId => $"AROALOCALAWSLOCALAWS0:{Name}";

    /// <summary>A role's path is no part of it: <c>arn:aws:sts::123456789012:assumed-role/ROLE/NAME</c>.</summary>
    public string Arn => $"arn:aws:sts::{RoleArn.Split(':').ElementAtOrDefault(4)}:assumed-role/{RoleArn.Split('/')[^1]}/{Name}";
}

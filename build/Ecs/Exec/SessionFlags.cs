namespace Slipway.Ecs.Exec;

/// <summary>The values of <see cref="PayloadType.Flag"/>.</summary>
public static class SessionFlags
{
    /// <summary>
    /// Ends the session. Agents take it in sessions that forward a port; whether those of ECS Exec heed it is not confirmed.
    /// </summary>
    public const uint Terminate = 2;
}

using System.Collections.Concurrent;
using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.Sts;

namespace Slipway.LocalAws.Agent.Credentials;

/// <summary>
/// The credentials of task roles. They are the same for a while, and new ones well before they expire, since SDKs ask again 15 minutes before that.
/// ECS documents no times; six hours is what its users see (unconfirmed).
/// </summary>
internal sealed class TaskCredentials(RoleSessions sessions, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(6);
    private static readonly TimeSpan Renewal = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, RoleCredentials> _current = [];

    /// <param name="task">Has a role.</param>
    public async Task<RoleCredentials> OfAsync(AgentTask task, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_current.TryGetValue(task.Id, out var known) && known.Expiration - now > Renewal)
            return known;
        foreach (var (id, _) in _current.Where(other => other.Value.Expiration < now).ToList())
            _current.TryRemove(id, out _);
        var (_, credentials) = await sessions.BeginAsync(task.RoleArn!, task.Id, Lifetime, cancellationToken);
        return _current[task.Id] = credentials;
    }
}

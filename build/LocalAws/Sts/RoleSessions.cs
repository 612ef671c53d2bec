using System.Security.Cryptography;
using System.Text;
using Slipway.LocalAws.Kernel.Callers;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Sts;

/// <summary>Gives out temporary credentials of roles, and knows whose they are, after a restart as well.</summary>
public sealed class RoleSessions(StateStore state, TimeProvider time) : IGivenCredentials
{
    /// <summary>Characters of a key id after <c>ASIA</c>, which begins those of temporary credentials; of a secret key, and of a token.</summary>
    private const int KeyLength = 16;
    private const int SecretLength = 40;
    private const int TokenLength = 356;

    private const string KeyCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string SecretCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public async Task<(RoleSession Session, RoleCredentials Credentials)> BeginAsync(string roleArn, string name, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var token = RandomNumberGenerator.GetString(SecretCharacters, TokenLength);
        var session = new RoleSession(roleArn, name, new(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond) + lifetime.Ticks, TimeSpan.Zero), HashOf(token));
        var credentials = new RoleCredentials(
            $"ASIA{RandomNumberGenerator.GetString(KeyCharacters, KeyLength)}",
            RandomNumberGenerator.GetString(SecretCharacters, SecretLength),
            token,
            session.Expiration);
        await state.UpdateAsync(RoleSessionState.StateName, RoleSessionJson.Default.RoleSessionState, known => With(known, credentials.AccessKeyId, session, now), cancellationToken);
        return (session, credentials);
    }

    /// <summary>Null for a key that no session has, or whose session has expired.</summary>
    public async Task<RoleSession?> FindAsync(string accessKeyId, CancellationToken cancellationToken)
    {
        var known = await state.ReadAsync(RoleSessionState.StateName, RoleSessionJson.Default.RoleSessionState, cancellationToken);
        return known.Sessions.GetValueOrDefault(accessKeyId) is { } session && session.Expiration > time.GetUtcNow() ? session : null;
    }

    public async Task<bool> IncludeAsync(string accessKeyId, string token, CancellationToken cancellationToken) =>
        await FindAsync(accessKeyId, cancellationToken) is { } session
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(token)), Encoding.ASCII.GetBytes(session.TokenHash));

    public async Task<(string Arn, string RoleArn)?> OwnerAsync(string accessKeyId, CancellationToken cancellationToken) =>
        await FindAsync(accessKeyId, cancellationToken) is { } session ? (session.Arn, session.RoleArn) : null;

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static RoleSessionState With(RoleSessionState known, string accessKeyId, RoleSession session, DateTimeOffset now) => new()
    {
        Sessions = new(known.Sessions.Where(other => other.Value.Expiration > now)) { [accessKeyId] = session },
    };
}

using System.Security.Cryptography;
using System.Text;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Secrets;

/// <summary>The secrets of Secrets Manager by name: those of calls before those of the seed. The last value of a seeded secret follows its file.</summary>
internal sealed class SecretVault(LocalAwsOptions options, StateStore state, SecretSeed seed, TimeProvider time)
{
    private const int SuffixLength = 6;
    private const int IdBytes = 16;

    private string ArnPrefix => $"arn:aws:secretsmanager:{options.Region}:{options.Account}:secret:";

    /// <summary>With the six characters that AWS adds to a name, so that a policy for a deleted secret does not hold for its successor.</summary>
    public string ArnOf(string name) => ArnPrefix + name + Suffix(name);

    /// <summary>The name in a name, an ARN, or an ARN without its last six characters.</summary>
    public string NameOf(string id)
    {
        if (!id.StartsWith(ArnPrefix, StringComparison.Ordinal))
            return id;
        var name = id[ArnPrefix.Length..];
        return name.Length > SuffixLength + 1 && ArnOf(name[..^(SuffixLength + 1)]) == id ? name[..^(SuffixLength + 1)] : name;
    }

    /// <returns>Null when there is no such secret; one that is marked for deletion is there.</returns>
    public async Task<Secret?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).GetValueOrDefault(NameOf(id));

    /// <summary>All secrets by name.</summary>
    public async Task<IReadOnlyDictionary<string, Secret>> ReadAsync(CancellationToken cancellationToken)
    {
        var known = await state.ReadAsync(SecretState.StateName, SecretJson.Default.SecretState, cancellationToken);
        var all = (await SeededAsync(cancellationToken)).ToDictionary();
        foreach (var (name, secret) in known.Secrets)
            all[name] = secret;
        return all.Where(entry => IsThere(entry.Value)).ToDictionary();
    }

    /// <summary>Changes one secret with nobody in between.</summary>
    /// <param name="change">Sees null when there is no such secret; what it throws leaves everything as it was.</param>
    public async Task<Secret> ChangeAsync(string id, Func<Secret?, Secret> change, CancellationToken cancellationToken)
    {
        var name = NameOf(id);
        var seeded = (await SeededAsync(cancellationToken)).GetValueOrDefault(name);
        var changed = await state.UpdateAsync(
            SecretState.StateName,
            SecretJson.Default.SecretState,
            before =>
            {
                var secret = before.Secrets.GetValueOrDefault(name) ?? seeded;
                before.Secrets[name] = change(secret is not null && IsThere(secret) ? secret : null);
                return before;
            },
            cancellationToken);
        return changed.Secrets[name];
    }

    private bool IsThere(Secret secret) => secret.GoneAt is not { } gone || time.GetUtcNow() < gone;

    private async Task<IReadOnlyDictionary<string, Secret>> SeededAsync(CancellationToken cancellationToken) =>
        (await seed.ReadAsync(SecretSeed.SecretsManager, cancellationToken)).ToDictionary(entry => entry.Key, entry => Seeded(entry.Key, entry.Value));

    private static Secret Seeded(string name, SeedValue value)
    {
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{value.Text}")).AsSpan(0, IdBytes));
        return new Secret(name, value.WrittenAt).With(new($"{id}", value.Text, null, value.WrittenAt, [SecretVersion.Current]));
    }

    private static string Suffix(string name) => "-" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..SuffixLength];
}

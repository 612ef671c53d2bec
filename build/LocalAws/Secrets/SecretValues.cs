using Slipway.LocalAws.State;

namespace Slipway.LocalAws.Secrets;

/// <summary>Values by name: those of calls before those of the seed.</summary>
/// <param name="service">The member of the seed file, <c>secretsmanager</c> or <c>ssm</c>.</param>
internal sealed class SecretValues(string service, Func<SecretState, Dictionary<string, string?>> values, StateStore state, SecretSeed seed)
{
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var known = values(await state.ReadAsync(SecretState.StateName, SecretJson.Default.SecretState, cancellationToken));
        return known.TryGetValue(name, out var value) ? value : await seed.FindAsync(service, name, cancellationToken);
    }

    public Task PutAsync(string name, string? value, CancellationToken cancellationToken) => state.UpdateAsync(
        SecretState.StateName,
        SecretJson.Default.SecretState,
        before =>
        {
            values(before)[name] = value;
            return before;
        },
        cancellationToken);
}

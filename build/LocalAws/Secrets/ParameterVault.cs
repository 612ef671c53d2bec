using System.Globalization;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Secrets;

/// <summary>The parameters of Parameter Store by name: those of calls before those of the seed, which are SecureStrings.</summary>
internal sealed class ParameterVault(LocalAwsOptions options, StateStore state, SecretSeed seed)
{
    private string ArnPrefix => $"arn:aws:ssm:{options.Region}:{options.Account}:parameter";

    /// <summary>The name in an ARN has lost its first slash, or got one.</summary>
    public string ArnOf(string name) => $"{ArnPrefix}/{name.TrimStart('/')}";

    /// <summary>A parameter, and the version that a name, an ARN or <c>name:version</c> means.</summary>
    /// <returns>Null when there is no such parameter.</returns>
    /// <exception cref="AwsErrorException"><c>ParameterVersionNotFound</c>.</exception>
    public async Task<(Parameter Parameter, ParameterVersion Version)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var all = await ReadAsync(cancellationToken);
        if (Named(all, id) is { } whole)
            return (whole, whole.Latest);
        var colon = id.LastIndexOf(':');
        if (colon < 0 || Named(all, id[..colon]) is not { } parameter)
            return null;
        return int.TryParse(id[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && parameter.Versions.Find(version => version.Number == number) is { } found
            ? (parameter, found)
            : throw new AwsErrorException("ParameterVersionNotFound", $"Systems Manager could not find version {id[(colon + 1)..]} of {parameter.Name}. Verify the version and try again.");
    }

    /// <summary>All parameters by name.</summary>
    public async Task<IReadOnlyDictionary<string, Parameter>> ReadAsync(CancellationToken cancellationToken)
    {
        var known = await state.ReadAsync(SecretState.StateName, SecretJson.Default.SecretState, cancellationToken);
        var all = (await SeededAsync(cancellationToken)).ToDictionary();
        foreach (var (name, parameter) in known.Parameters)
            all[name] = parameter;
        return all.Where(entry => !entry.Value.Deleted).ToDictionary();
    }

    /// <summary>Changes one parameter with nobody in between.</summary>
    /// <param name="change">Sees null when there is no such parameter; what it throws leaves everything as it was.</param>
    public async Task<Parameter> ChangeAsync(string name, Func<Parameter?, Parameter> change, CancellationToken cancellationToken)
    {
        var seeded = (await SeededAsync(cancellationToken)).GetValueOrDefault(name);
        var changed = await state.UpdateAsync(
            SecretState.StateName,
            SecretJson.Default.SecretState,
            before =>
            {
                var parameter = before.Parameters.GetValueOrDefault(name) ?? seeded;
                before.Parameters[name] = change(parameter is { Deleted: false } ? parameter : null);
                return before;
            },
            cancellationToken);
        return changed.Parameters[name];
    }

    private Parameter? Named(IReadOnlyDictionary<string, Parameter> all, string id)
    {
        if (!id.StartsWith(ArnPrefix, StringComparison.Ordinal))
            return all.GetValueOrDefault(id);
        var name = id[ArnPrefix.Length..];
        return all.GetValueOrDefault(name) ?? all.GetValueOrDefault(name.TrimStart('/'));
    }

    private async Task<IReadOnlyDictionary<string, Parameter>> SeededAsync(CancellationToken cancellationToken) =>
        (await seed.ReadAsync(SecretSeed.ParameterStore, cancellationToken)).ToDictionary(
            entry => entry.Key,
            entry => new Parameter(entry.Key).With(new(1, "SecureString", entry.Value.Text, entry.Value.WrittenAt)));
}

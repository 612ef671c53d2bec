namespace Slipway.LocalAws.Secrets;

/// <inheritdoc cref="ISecretValues"/>
internal sealed class SecretValues(SecretVault secrets, ParameterVault parameters) : ISecretValues
{
    public async Task<string> ReadSecretAsync(string nameOrArn, string? stage, string? version, CancellationToken cancellationToken)
    {
        var secret = await secrets.FindAsync(nameOrArn, cancellationToken) ?? throw SecretErrors.NotFound();
        if (secret.IsMarked)
            throw SecretErrors.Marked();
        var chosen = SecretVersions.Choose(secret, version, stage);
        return chosen.Text ?? chosen.Binary ?? "";
    }

    public async Task<string?> ReadParameterAsync(string nameOrArn, CancellationToken cancellationToken) =>
        (await parameters.FindAsync(nameOrArn, cancellationToken))?.Version.Value;
}

using Slipway.Aws;
using Slipway.Pipeline.Build.Secrets;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>Whether each secret is where the configuration says. Objects are checked, not fetched; other secrets are read, and dropped.</summary>
internal sealed class SecretChecks(AwsClients aws, Settings settings, PlaceholderValues placeholders)
{
    private readonly SecretReader _reader = new(aws);

    public async Task<IReadOnlyList<Check>> RunAsync(CancellationToken cancellation) =>
        await Task.WhenAll(settings.Secrets.Select(secret => LookAsync(secret, secret.Source(placeholders), cancellation)));

    private Task<Check> LookAsync(SecretSettings secret, SecretSource source, CancellationToken cancellation) => AwsChecks.AskAsync(
        $"secret {source}",
        $"Upload it, or correct 'from' at {secret.Place}.",
        async () =>
        {
            try
            {
                if (source.Kind == SecretSourceKind.S3) return Check.Passed($"secret {source}", $"{(await aws.Objects.HeadAsync(SecretReader.LocationOf(source), cancellation)).Size} bytes");
                await _reader.ReadAsync(source, cancellation);
                return Check.Passed($"secret {source}", "can be read");
            }
            catch (FormatException wrong)
            {
                return Check.Failed($"secret {source}", wrong.Message, $"Correct the secret, or 'from' at {secret.Place}.");
            }
        });
}

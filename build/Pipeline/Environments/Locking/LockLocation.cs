using Slipway.Aws.S3;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Errors;

namespace Slipway.Pipeline.Environments.Locking;

/// <summary>Where the lock of an environment is: <c>deploy.lock</c>, else in the bucket of the environment's first secret in S3.</summary>
public static class LockLocation
{
    /// <returns>Null when nothing names a bucket.</returns>
    /// <exception cref="ConfigurationException">A placeholder has no value, or the address is none with its values.</exception>
    public static S3Location? Find(Settings settings, PlaceholderValues placeholders)
    {
        if (settings.Deploy.Lock is { } configured)
        {
            var address = configured.Render(placeholders);
            return S3Location.TryParse(address, out var location)
                ? location
                : throw new ConfigurationException([new(configured.Place, ErrorCode.InvalidValue, $"'{address}' is not the address of an object in S3; write 's3://bucket/key'")]);
        }

        var secret = settings.Secrets.Select(one => one.Source(placeholders)).FirstOrDefault(source => source.Kind == SecretSourceKind.S3);
        return secret is null ? null : new(secret.Name, $"slipway/{settings.Application}/{settings.Environment}.lock");
    }
}

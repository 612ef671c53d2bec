using Slipway.LocalAws.Protocol;

namespace Slipway.LocalAws.Secrets;

internal static class SecretsRegistration
{
    /// <summary>Adds the APIs of Secrets Manager and Parameter Store.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services)
    {
        services.AddSingleton<SecretSeed>();
        services.AddSingleton<IJsonService, SecretsManagerService>();
        services.AddSingleton<IJsonService, ParameterStoreService>();
        return services;
    }
}

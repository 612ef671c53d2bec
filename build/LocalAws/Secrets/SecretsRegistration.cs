using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Secrets;

internal static class SecretsRegistration
{
    /// <summary>Adds the APIs of Secrets Manager and Parameter Store, and their values for containers.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services)
    {
        services.AddSingleton<SecretSeed>();
        services.AddSingleton<SecretVault>();
        services.AddSingleton<SecretChanges>();
        services.AddSingleton<ParameterVault>();
        services.AddSingleton<ParameterChanges>();
        services.AddSingleton<ParameterView>();
        services.AddSingleton<ISecretValues, SecretValues>();
        services.AddSingleton<IPermissionSource, SecretPermissionSource>();
        services.AddSingleton<IPermissionSource, ParameterPermissionSource>();
        services.AddSingleton<IJsonService, SecretsManagerService>();
        services.AddSingleton<IJsonService, ParameterStoreService>();
        return services;
    }
}

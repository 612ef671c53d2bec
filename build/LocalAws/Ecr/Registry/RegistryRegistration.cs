using Slipway.LocalAws.Kernel.Lifetime;

namespace Slipway.LocalAws.Ecr.Registry;

internal static class RegistryRegistration
{
    /// <summary>Adds the registry's container and the calls to it.</summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services)
    {
        services.AddSingleton<RegistryApi>();
        services.AddSingleton<RegistryContainer>();
        services.AddSingleton<IRegistryContainer>(provider => provider.GetRequiredService<RegistryContainer>());
        services.AddSingleton<IStartable>(provider => provider.GetRequiredService<RegistryContainer>());
        return services;
    }
}

using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Scaling;

internal static class ScalingRegistration
{
    /// <summary>Adds Application Auto Scaling. To be added after ECS, whose services it scales.</summary>
    public static IServiceCollection AddScaling(this IServiceCollection services)
    {
        services.AddSingleton<ScalingStore>();
        services.AddSingleton<IStartable>(provider => provider.GetRequiredService<ScalingStore>());
        services.AddSingleton<IJsonService, ScalingService>();
        services.AddSingleton<IPermissionSource, ScalingPermissionSource>();
        return services;
    }
}

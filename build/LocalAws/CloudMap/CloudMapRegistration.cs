using Slipway.LocalAws.CloudMap.Api;
using Slipway.LocalAws.CloudMap.Contract;
using Slipway.LocalAws.CloudMap.Names;
using Slipway.LocalAws.CloudMap.Resources;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CloudMap;

internal static class CloudMapRegistration
{
    /// <summary>Adds namespaces, services and their instances, and the answers to questions for their names. The protocol of those is registered where it comes before S3's.</summary>
    public static IServiceCollection AddCloudMap(this IServiceCollection services)
    {
        services.AddSingleton<CloudMapStore>();
        services.AddSingleton<IStartable>(provider => provider.GetRequiredService<CloudMapStore>());
        services.AddSingleton<CloudMapIds>();
        services.AddSingleton<IServiceRegistry, ServiceRegistry>();
        services.AddSingleton<NameResolution>();
        services.AddSingleton<NamespaceCalls>();
        services.AddSingleton<ServiceCalls>();
        services.AddSingleton<InstanceCalls>();
        services.AddSingleton<TagCalls>();
        services.AddSingleton<IJsonService, CloudMapService>();
        return services;
    }
}

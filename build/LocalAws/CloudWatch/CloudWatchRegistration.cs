using Slipway.LocalAws.CloudWatch.Contract;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CloudWatch;

internal static class CloudWatchRegistration
{
    /// <summary>Adds the alarms, with their API in each protocol that AWS has for it.</summary>
    public static IServiceCollection AddCloudWatch(this IServiceCollection services)
    {
        services.AddSingleton<AlarmStore>();
        services.AddSingleton<IAlarms>(provider => provider.GetRequiredService<AlarmStore>());
        services.AddSingleton<IStartable>(provider => provider.GetRequiredService<AlarmStore>());
        services.AddSingleton<CloudWatchService>();
        services.AddSingleton<IJsonService>(provider => provider.GetRequiredService<CloudWatchService>());
        services.AddSingleton<IQueryService, CloudWatchByQuery>();
        return services;
    }
}

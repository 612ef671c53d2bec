using Microsoft.Extensions.DependencyInjection.Extensions;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Logs.Api;
using Slipway.LocalAws.Logs.Containers;

namespace Slipway.LocalAws.Logs;

internal static class LogsRegistration
{
    /// <summary>Adds the API of CloudWatch Logs, and what brings the lines of containers there.</summary>
    public static IServiceCollection AddLogs(this IServiceCollection services)
    {
        services.TryAddSingleton<LogSettings>();
        services.AddSingleton<LogGroups>();
        services.AddSingleton<LogStreams>();
        services.AddSingleton<GroupCalls>();
        services.AddSingleton<StreamCalls>();
        services.AddSingleton<Ingestion>();
        services.AddSingleton<EventCalls>();
        services.AddSingleton<IJsonService, LogsService>();
        services.AddSingleton<IPermissionSource, LogsPermissionSource>();
        services.AddSingleton<ContainerLogs>();
        services.AddSingleton<IContainerLogs>(provider => provider.GetRequiredService<ContainerLogs>());
        services.AddSingleton<IStartable>(provider => provider.GetRequiredService<ContainerLogs>());
        return services;
    }
}

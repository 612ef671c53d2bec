
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Kernel.Activity;

internal static class ActivityRegistration
{
    /// <summary>Adds the log of requests, and the way to watch the log.</summary>
    public static IServiceCollection AddActivity(this IServiceCollection services)
    {
        services.AddSingleton<LiveLog>();
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LiveLog>());
        services.AddLogging(logging => logging.AddFilter("Microsoft", LogLevel.Warning));
        services.AddSingleton<RequestLog>();
        services.AddSingleton<IProtocol, LogCalls>();
        return services;
    }
}

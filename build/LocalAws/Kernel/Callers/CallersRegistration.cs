using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Kernel.Callers;

internal static class CallersRegistration
{
    /// <summary>Adds what tells the owner from others.</summary>
    public static IServiceCollection AddCallers(this IServiceCollection services)
    {
        services.AddSingleton(provider => CallerKey.In(provider.GetRequiredService<LocalAwsOptions>().StateDirectory));
        services.AddSingleton<PageTicket>();
        return services;
    }
}

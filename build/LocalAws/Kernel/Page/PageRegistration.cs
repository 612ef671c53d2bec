using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Kernel.Page;

internal static class PageRegistration
{
    /// <summary>Adds the page at the root; its sections are added by the rooms.</summary>
    public static IServiceCollection AddPage(this IServiceCollection services)
    {
        services.AddSingleton<PageAssets>();
        services.AddSingleton<StatusPage>();
        services.AddSingleton<IProtocol, PageProtocol>();
        services.AddSingleton<IProtocol, PageEntry>();
        return services;
    }
}

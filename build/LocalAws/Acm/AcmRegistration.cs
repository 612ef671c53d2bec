using Slipway.LocalAws.Acm.Api;
using Slipway.LocalAws.Acm.Contract;
using Slipway.LocalAws.Acm.Resources;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Acm;

internal static class AcmRegistration
{
    /// <summary>Adds the certificates with their API.</summary>
    public static IServiceCollection AddCertificates(this IServiceCollection services)
    {
        services.AddSingleton<CertificateStore>();
        services.AddSingleton<ICertificates>(provider => provider.GetRequiredService<CertificateStore>());
        services.AddSingleton<IStartable>(provider => provider.GetRequiredService<CertificateStore>());
        services.AddSingleton<IJsonService, AcmService>();
        return services;
    }
}

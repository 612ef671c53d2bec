using Slipway.LocalAws.Ecr.Api;
using Slipway.LocalAws.Ecr.Front;
using Slipway.LocalAws.Ecr.Overview;
using Slipway.LocalAws.Kernel.Page;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecr;

internal static class EcrRegistration
{
    /// <summary>Adds the ECR API.</summary>
    public static IServiceCollection AddEcr(this IServiceCollection services)
    {
        services.AddSingleton<RepositoryStore>();
        services.AddSingleton<RepositoryCalls>();
        services.AddSingleton<PushTurn>();
        services.AddSingleton<ImagePush>();
        services.AddSingleton<RegistryForwarder>();
        services.AddSingleton<SharedLayers>();
        services.AddSingleton<RegistryFront>();
        services.AddSingleton<ScanCalls>();
        services.AddSingleton<ImageCalls>();
        services.AddSingleton<ImageRemoval>();
        services.AddSingleton<PolicyCalls>();
        services.AddHttpContextAccessor();
        services.AddSingleton<EcrPermissionSource>();
        services.AddSingleton<IPermissionSource>(provider => provider.GetRequiredService<EcrPermissionSource>());
        services.AddSingleton<IJsonService, EcrService>();
        services.AddSingleton<IPageSection, ImageSection>();
        return services;
    }
}

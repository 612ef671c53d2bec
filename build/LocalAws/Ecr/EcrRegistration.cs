using Slipway.LocalAws.Protocol;

namespace Slipway.LocalAws.Ecr;

internal static class EcrRegistration
{
    /// <summary>Adds the ECR API.</summary>
    public static IServiceCollection AddEcr(this IServiceCollection services)
    {
        services.AddSingleton<RepositoryStore>();
        services.AddSingleton<RepositoryCalls>();
        services.AddSingleton<ImagePush>();
        services.AddSingleton<ScanCalls>();
        services.AddSingleton<ImageCalls>();
        services.AddSingleton<IJsonService, EcrService>();
        return services;
    }
}

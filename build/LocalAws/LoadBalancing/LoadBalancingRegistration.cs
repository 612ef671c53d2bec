using Microsoft.Extensions.DependencyInjection.Extensions;
using Slipway.LocalAws.Acm.Contract;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Page;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.LoadBalancing.Health;
using Slipway.LocalAws.LoadBalancing.Operations;
using Slipway.LocalAws.LoadBalancing.Overview;
using Slipway.LocalAws.LoadBalancing.Proxy;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing;

internal static class LoadBalancingRegistration
{
    /// <summary>Adds the ELBv2 API, the health checks and the load balancers themselves.</summary>
    public static IServiceCollection AddLoadBalancing(this IServiceCollection services)
    {
        services.TryAddSingleton<LoadBalancingSettings>();
        services.AddSingleton<LoadBalancingStore>();
        services.AddSingleton<LoadBalancingArns>();
        services.AddSingleton<HealthProbe>();
        services.AddSingleton<HealthMonitor>();
        services.AddSingleton<TargetDrains>();
        services.AddSingleton<LoadBalancerNetwork>();
        services.AddSingleton<ILoadBalancerNetwork>(provider => provider.GetRequiredService<LoadBalancerNetwork>());
        services.AddSingleton<ProxyContainer>();
        services.AddSingleton<ProxyFleet>();
        services.AddSingleton<TargetGroups>();
        services.AddSingleton<ITargetGroups>(provider => provider.GetRequiredService<TargetGroups>());
        services.AddSingleton<ITrafficRules, TrafficRules>();
        services.AddSingleton<PublishedContainers>();
        services.AddSingleton<IQueryOperations, LoadBalancerOperations>();
        services.AddSingleton<IQueryOperations, TargetGroupOperations>();
        services.AddSingleton<IQueryOperations, ListenerOperations>();
        services.AddSingleton<IQueryOperations, CertificateOperations>();
        services.AddSingleton<IQueryOperations, RuleOperations>();
        services.AddSingleton<IQueryOperations, TargetOperations>();
        services.AddSingleton<IQueryOperations, AttributeOperations>();
        services.AddSingleton<IQueryOperations, TagOperations>();
        services.AddSingleton<ICertificateUsers, ListenerCertificates>();
        services.AddSingleton<IQueryService, LoadBalancingApi>();
        services.AddSingleton<IPageSection, TrafficSection>();
        services.AddSingleton<LoadBalancingLifetime>();
        services.AddSingleton<IStartable>(provider => provider.GetRequiredService<LoadBalancingLifetime>());
        return services;
    }
}

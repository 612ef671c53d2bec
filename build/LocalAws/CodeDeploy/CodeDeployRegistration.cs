using Microsoft.Extensions.DependencyInjection.Extensions;
using Slipway.LocalAws.CodeDeploy.Operations;
using Slipway.LocalAws.CodeDeploy.Overview;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.CodeDeploy.Revisions;
using Slipway.LocalAws.CodeDeploy.Runs;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Page;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.CodeDeploy;

internal static class CodeDeployRegistration
{
    /// <summary>Adds the CodeDeploy API and what carries its deployments on. To be added after ECS, which it works with from its start.</summary>
    public static IServiceCollection AddCodeDeploy(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new CodeDeploySettings { Minute = provider.GetRequiredService<LocalAwsOptions>().Minute });
        services.AddSingleton<CodeDeployStore>();
        services.AddSingleton<RevisionReader>();
        services.AddSingleton<IServiceTaskSets, EcsTaskSets>();
        services.AddSingleton<ITraffic, LoadBalancerTraffic>();
        services.AddSingleton<DeploymentSteps>();
        services.AddSingleton<DeploymentRunner>();
        services.AddSingleton<IDeploymentDriver>(provider => provider.GetRequiredService<DeploymentRunner>());
        services.AddSingleton<IStartable>(provider => provider.GetRequiredService<DeploymentRunner>());
        services.AddSingleton<DeploymentCreation>();
        services.AddSingleton<ICodeDeployOperations, ApplicationOperations>();
        services.AddSingleton<ICodeDeployOperations, DeploymentConfigOperations>();
        services.AddSingleton<ICodeDeployOperations, DeploymentGroupOperations>();
        services.AddSingleton<ICodeDeployOperations, DeploymentOperations>();
        services.AddSingleton<ICodeDeployOperations, TargetOperations>();
        services.AddSingleton<ICodeDeployOperations, TagOperations>();
        services.AddSingleton<IJsonService, CodeDeployApi>();
        services.AddSingleton<IPermissionSource, CodeDeployPermissionSource>();
        services.AddSingleton<IPageSection, DeploymentSection>();
        return services;
    }
}

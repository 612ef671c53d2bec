using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Page;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Schedules.Api;
using Slipway.LocalAws.Schedules.Overview;
using Slipway.LocalAws.Schedules.Resources;
using Slipway.LocalAws.Schedules.Runs;

namespace Slipway.LocalAws.Schedules;

internal static class SchedulesRegistration
{
    /// <summary>Adds EventBridge Scheduler, and what invokes its schedules. To be added after ECS, which it works with from its start.</summary>
    public static IServiceCollection AddSchedules(this IServiceCollection services)
    {
        services.AddSingleton<ScheduleStore>();
        services.AddSingleton<TargetRules>();
        services.AddSingleton<ScheduleRules>();
        services.AddSingleton<ScheduleCalls>();
        services.AddSingleton<GroupCalls>();
        services.AddSingleton<TaskTarget>();
        services.AddSingleton<ScheduleInvocation>();
        services.AddSingleton<ScheduleRunner>();
        services.AddSingleton<IStartable>(provider => provider.GetRequiredService<ScheduleRunner>());
        services.AddSingleton<IRestService, SchedulerApi>();
        services.AddSingleton<IPermissionSource, SchedulePermissionSource>();
        services.AddSingleton<IPageSection, ScheduleSection>();
        return services;
    }
}

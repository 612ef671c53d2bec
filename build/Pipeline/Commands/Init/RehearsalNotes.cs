using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>What of the application nobody reaches in a rehearsal on Fargate: its containers publish no port of this machine, and a load balancer speaks HTTP.</summary>
internal static class RehearsalNotes
{
    /// <summary>Sentences.</summary>
    public static IEnumerable<string> Of(Application application)
    {
        var rehearsal = application.Environments.First(environment => environment.IsRehearsal);
        if (rehearsal.LaunchType != LaunchType.Fargate) return [];
        var found = application.Split is { } splits ? splits[rehearsal.Name].Groups.Select(group => application.EndpointOf(rehearsal, group)) : [application.Web];
        return found.OfType<WebEndpoint>().Where(web => !web.IsBalanced(web.Service.Name == application.Web?.Service.Name))
            .Select(web => $"{web.Service.Name}: nobody reaches port {web.Port.Target} in the rehearsal, since Fargate publishes nothing and {Because(web)}; take the comment of its 'loadBalancer' in the settings away where that is right.");
    }

    private static string Because(WebEndpoint web) => web.IsTaken ? $"port {web.Port.Published} of this machine is another service's"
        : web.IsHttp ? "the Compose file names no port of this machine"
        : "a load balancer speaks HTTP, and it is not known whether this port does";
}

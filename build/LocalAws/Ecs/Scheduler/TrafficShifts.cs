using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Brings the listeners and rules of a blue/green deployment to the shares that it wants.</summary>
internal static class TrafficShifts
{
    /// <summary>Whether the requests are shared like that; asks for it when they are not.</summary>
    public static bool Are(Service service, ServiceDeployment deployment, Deployment green, Deployment? blue, TrafficShare wanted, Turn turn)
    {
        if (deployment.Share == wanted)
            return true;
        var shares = Shares(service, green, blue, wanted).ToList();
        if (shares.Count > 0 && (blue is not null || wanted.Production > 0))
        {
            turn.Once(deployment, new(deployment.Arn, shares, wanted));
            return false;
        }

        deployment.Note(wanted, turn.Now);
        return true;
    }

    private static IEnumerable<ListenerShare> Shares(Service service, Deployment green, Deployment? blue, TrafficShare wanted)
    {
        foreach (var (port, index) in green.BalancedPorts.Select((port, index) => (port, index)))
        {
            var configured = service.Definition.Objects("loadBalancers")[index];
            var advanced = configured.Object("advancedConfiguration") ?? [];
            var other = blue?.BalancedPorts.ElementAtOrDefault(index)?.TargetGroupArn ?? OtherOf(configured, advanced, port.TargetGroupArn);
            if (advanced.Text("productionListenerRule") is { } production)
                yield return Share(production, port.TargetGroupArn, other, wanted.Production);
            if (advanced.Text("testListenerRule") is { } test)
                yield return Share(test, port.TargetGroupArn, other, wanted.Test);
        }
    }

    private static string? OtherOf(JsonObject configured, JsonObject advanced, string own) =>
        configured.Text("targetGroupArn") is { } first && first != own ? first : advanced.Text("alternateTargetGroupArn");

    private static ListenerShare Share(string rule, string green, string? other, decimal percent)
    {
        var weight = percent is > 0 and < 1 ? 1 : (int)Math.Round(percent);
        var weights = new Dictionary<string, int> { [green] = weight };
        if (other is not null && other != green)
            weights[other] = 100 - weight;
        return new(rule, weights);
    }
}

using System.Xml.Linq;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.LoadBalancing.Proxy;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

internal sealed class TargetOperations(LoadBalancingStore store, TargetGroups targetGroups, PublishedContainers containers) : IQueryOperations
{
    private const int HighestPort = 65_535;

    public IReadOnlyDictionary<string, QueryOperation> Operations => new Dictionary<string, QueryOperation>
    {
        ["RegisterTargets"] = RegisterAsync,
        ["DeregisterTargets"] = DeregisterAsync,
        ["DescribeTargetHealth"] = (parameters, _) => Task.FromResult(DescribeHealth(parameters)),
    };

    private async Task<IReadOnlyList<XElement>> RegisterAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var group = GroupOf(parameters);
        var targets = new List<TaskTarget>();
        foreach (var (id, port) in TargetsOf(parameters, group))
            targets.Add(await containers.FindAsync(id, port, cancellationToken));
        if (targets.Count == 0)
            throw ElbErrors.Missing("Targets");
        await targetGroups.RegisterAsync(group.Arn, targets, cancellationToken);
        return [];
    }

    private async Task<IReadOnlyList<XElement>> DeregisterAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var group = GroupOf(parameters);
        var targets = new List<TaskTarget>();
        // Without a port, all targets of that id are meant. What is not registered is no error.
        foreach (var wanted in parameters.Members("Targets"))
        {
            var (id, port) = (wanted.Required("Id"), wanted.Number("Port", 1, HighestPort));
            targets.AddRange(group.Targets.Where(target => target.At.Id == id && (port is null || target.At.Port == port)).Select(target => target.At));
        }

        await targetGroups.DrainAsync(group.Arn, targets, cancellationToken);
        return [];
    }

    private IReadOnlyList<XElement> DescribeHealth(QueryParameters parameters)
    {
        var group = GroupOf(parameters);
        var wanted = parameters.Has("Targets")
            ? TargetsOf(parameters, group).Select(target => (target.Id, target.Port, Health: group.Target(target.Id, target.Port)?.Health ?? HealthReasons.NotRegistered))
            : group.Targets.Select(target => (target.At.Id, Port: target.At.Port, target.Health));
        return
        [
            Xml.List("TargetHealthDescriptions", wanted, target => Xml.Member(
                Xml.Structure("Target", Xml.Text("Id", target.Id), Xml.Text("Port", target.Port)),
                Xml.Text("HealthCheckPort", group.HealthCheck.Port == HealthCheck.TrafficPort ? target.Port : group.HealthCheck.Port),
                Xml.Structure(
                    "TargetHealth",
                    Xml.Text("State", target.Health.State.ToString().ToLowerInvariant()),
                    Xml.Text("Reason", target.Health.Reason),
                    Xml.Text("Description", target.Health.Description)))),
        ];
    }

    private TargetGroup GroupOf(QueryParameters parameters) =>
        store.Current.TargetGroup(parameters.Required("TargetGroupArn")) ?? throw ElbErrors.TargetGroupNotFound();

    private static IEnumerable<(string Id, int Port)> TargetsOf(QueryParameters parameters, TargetGroup group) =>
        parameters.Members("Targets").Select(target => (target.Required("Id"), target.Number("Port", 1, HighestPort) ?? group.Port));
}

using System.Xml.Linq;
using Slipway.LocalAws.Acm.Contract;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Proxy;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

internal sealed class ListenerOperations(LoadBalancingStore store, ProxyFleet fleet, ICertificates certificates) : IQueryOperations
{
    private const int HighestPort = 65_535;

    public IReadOnlyDictionary<string, QueryOperation> Operations => new Dictionary<string, QueryOperation>
    {
        ["CreateListener"] = CreateAsync,
        ["DescribeListeners"] = (parameters, _) => Task.FromResult(Describe(parameters)),
        ["ModifyListener"] = ModifyAsync,
        ["DeleteListener"] = DeleteAsync,
    };

    /// <summary>Its container has the port before the listener is in the state: a listener that cannot listen is not created.</summary>
    private async Task<IReadOnlyList<XElement>> CreateAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var listener = Read(parameters);
        // "If you attempt to create multiple listeners with the same settings, each call succeeds": CreateListener in the model of the API.
        if (store.Current.Listeners.FirstOrDefault(known => IsSame(known, listener)) is { } existing)
            return [Xml.List("Listeners", [existing], Write)];
        var balancer = Check(store.Current, listener);
        await fleet.StartAsync(listener, balancer, cancellationToken);
        try
        {
            await store.ChangeAsync(
                state =>
                {
                    Check(state, listener);
                    return state.With(listener);
                },
                cancellationToken);
        }
        catch
        {
            await fleet.RemoveAsync(listener, CancellationToken.None);
            throw;
        }

        await fleet.ApplyAsync([listener], cancellationToken);
        return [Xml.List("Listeners", [listener], Write)];
    }

    private Listener Read(QueryParameters parameters)
    {
        var balancerArn = parameters.Required("LoadBalancerArn");
        if (parameters.Text("Protocol") is null)
            throw ElbErrors.Validation("A listener protocol must be specified");
        var arn = LoadBalancingArns.Listener(balancerArn);
        var listener = new Listener
        {
            Arn = arn,
            LoadBalancerArn = balancerArn,
            Port = parameters.Number("Port", 1, HighestPort) ?? throw ElbErrors.Validation("A listener port must be specified"),
            DefaultRuleArn = LoadBalancingArns.Rule(arn),
            DefaultAction = ActionParameters.Read(parameters, "DefaultActions"),
            Tags = TagParameters.Read(parameters),
        };
        return TlsParameters.Apply(parameters, listener, certificates);
    }

    private static LoadBalancer Check(LoadBalancingState state, Listener listener)
    {
        var balancer = state.LoadBalancer(listener.LoadBalancerArn) ?? throw ElbErrors.LoadBalancerNotFound();
        ActionRules.Check(state, listener.DefaultAction, listener);
        if (state.Listeners.FirstOrDefault(other => other.Port == listener.Port) is not { } taken)
            return balancer;
        throw taken.LoadBalancerArn == listener.LoadBalancerArn
            ? new AwsErrorException("DuplicateListener", $"A listener already exists on this port for this load balancer '{balancer.Arn}'")
            : new AwsErrorException(
                "InvalidConfigurationRequest",
                $"LocalAws cannot serve the listener on 127.0.0.1:{listener.Port}: the listener '{taken.Arn}' of another load balancer has this port, and all are on one machine here. Give one of them another port.");
    }

    private IReadOnlyList<XElement> Describe(QueryParameters parameters)
    {
        var (arns, balancer) = (parameters.Texts("ListenerArns"), parameters.Text("LoadBalancerArn"));
        var state = store.Current;
        if (arns.Count == 0 && balancer is null)
            throw ElbErrors.Validation("You must specify either listener ARNs or a load balancer ARN");
        if (balancer is not null && state.LoadBalancer(balancer) is null)
            throw ElbErrors.LoadBalancerNotFound();
        if (arns.Any(arn => state.Listener(arn) is null))
            throw ElbErrors.ListenerNotFound();
        Listener[] found = [.. state.Listeners.Where(listener => arns.Contains(listener.Arn) || listener.LoadBalancerArn == balancer)];
        return Page.Of(parameters, "Listeners", found, Write);
    }

    private async Task<IReadOnlyList<XElement>> ModifyAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var arn = parameters.Required("ListenerArn");
        var action = parameters.Has("DefaultActions") ? ActionParameters.Read(parameters, "DefaultActions") : null;
        var listener = await store.ChangeAsync(
            state =>
            {
                var before = state.Listener(arn) ?? throw ElbErrors.ListenerNotFound();
                if (parameters.Number("Port", 1, HighestPort) is { } port && port != before.Port)
                    throw ElbErrors.Unsupported("changing the port of a listener");
                var changed = TlsParameters.Apply(parameters, before, certificates) with { DefaultAction = action ?? before.DefaultAction };
                if (changed.Protocol != before.Protocol)
                    throw ElbErrors.Unsupported("changing the protocol of a listener");
                ActionRules.Check(state, changed.DefaultAction, changed);
                return (state.With(changed), changed);
            },
            cancellationToken);
        await fleet.ApplyAsync([listener], cancellationToken);
        return [Xml.List("Listeners", [listener], Write)];
    }

    private async Task<IReadOnlyList<XElement>> DeleteAsync(QueryParameters parameters, CancellationToken cancellationToken)
    {
        var arn = parameters.Required("ListenerArn");
        var listener = await store.ChangeAsync(
            state =>
            {
                var found = state.Listener(arn) ?? throw ElbErrors.ListenerNotFound();
                return (state with { Listeners = [.. state.Listeners.Except([found])] }, found);
            },
            cancellationToken);
        await fleet.RemoveAsync(listener, cancellationToken);
        return [];
    }

    /// <summary>Whether answers show both alike, but for the ARN.</summary>
    private static bool IsSame(Listener one, Listener other) => XNode.DeepEquals(Write(one with { Arn = other.Arn }), Write(other));

    private static XElement Write(Listener listener) => Xml.Member(
        Xml.Text("ListenerArn", listener.Arn),
        Xml.Text("LoadBalancerArn", listener.LoadBalancerArn),
        Xml.Text("Port", listener.Port),
        Xml.Text("Protocol", listener.Protocol),
        listener.CertificateArn is { } arn ? Xml.List("Certificates", [arn], certificate => Xml.Member(Xml.Text("CertificateArn", certificate))) : null,
        Xml.Text("SslPolicy", listener.SslPolicy),
        ActionParameters.Write("DefaultActions", listener.DefaultAction));
}

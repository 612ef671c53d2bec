using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>Elastic Load Balancing, version 2015-12-01: application load balancers for HTTP.</summary>
internal sealed class LoadBalancingApi(IEnumerable<IQueryOperations> resources) : IQueryService
{
    private readonly Dictionary<string, QueryOperation> _operations = resources.SelectMany(resource => resource.Operations).ToDictionary();

    public string SigningName => "elasticloadbalancing";

    public IReadOnlyList<string> Unsupported { get; } =
    [
        "CreateListener,ModifyListener AlpnPolicy",
        "CreateListener,ModifyListener MutualAuthentication",
        "CreateLoadBalancer CustomerOwnedIpv4Pool",
        "CreateLoadBalancer EnablePrefixForIpv6SourceNat",
        "CreateLoadBalancer IpamPools",
        "CreateLoadBalancer,SetSubnets SubnetMappings[].AllocationId",
        "CreateLoadBalancer,SetSubnets SubnetMappings[].IPv6Address",
        "CreateLoadBalancer,SetSubnets SubnetMappings[].PrivateIPv4Address",
        "CreateLoadBalancer,SetSubnets SubnetMappings[].SourceNatIpv6Prefix",
        "SetSecurityGroups EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
        "SetSubnets EnablePrefixForIpv6SourceNat",
        "ModifyRule ResetTransforms",
        "CreateTargetGroup TargetControlPort",
        "RegisterTargets,DeregisterTargets,DescribeTargetHealth Targets[].QuicServerId",
        "DescribeTargetHealth Include",
    ];

    public XNamespace XmlNamespace => Xml.Namespace;

    public Task<IReadOnlyList<XElement>> InvokeAsync(string action, IReadOnlyDictionary<string, string> parameters, string? accessKeyId, CancellationToken cancellationToken) =>
        _operations.TryGetValue(action, out var answer)
            ? answer(new(parameters), cancellationToken)
            : throw QueryProtocol.InvalidAction($"Elastic Load Balancing {action}");
}

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
        "CreateLoadBalancer SubnetMappings[].AllocationId",
        "CreateLoadBalancer SubnetMappings[].IPv6Address",
        "CreateLoadBalancer SubnetMappings[].PrivateIPv4Address",
        "CreateLoadBalancer SubnetMappings[].SourceNatIpv6Prefix",
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

using Slipway.Aws.Calls;

namespace Slipway.Aws.ServiceDiscovery;

/// <summary>AWS Cloud Map, as far as Service Connect needs it. https://docs.aws.amazon.com/cloud-map/latest/api/</summary>
public sealed class NamespacesClient
{
    private readonly AwsJsonClient _json;

    internal NamespacesClient(AwsJsonClient json) => _json = json;

    /// <summary>The namespaces of the region, those that other accounts share with this one among them.</summary>
    public async Task<IReadOnlyList<DiscoveryNamespace>> ListAsync(CancellationToken cancellationToken) => await Pages.ReadAsync(
        _json, "ListNamespaces", [], "Namespaces", "NextToken", static node => new DiscoveryNamespace(node.RequiredText("Name"), node.RequiredText("Arn")), cancellationToken).ToListAsync(cancellationToken);
}

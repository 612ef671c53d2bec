using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>Elastic Load Balancing, version 2015-12-01: application load balancers for HTTP.</summary>
internal sealed class LoadBalancingApi(IEnumerable<IQueryOperations> resources) : IQueryService
{
    private readonly Dictionary<string, QueryOperation> _operations = resources.SelectMany(resource => resource.Operations).ToDictionary();

    public string SigningName => "elasticloadbalancing";

    public XNamespace XmlNamespace => Xml.Namespace;

    public Task<IReadOnlyList<XElement>> InvokeAsync(string action, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken) =>
        _operations.TryGetValue(action, out var answer)
            ? answer(new(parameters), cancellationToken)
            : throw QueryProtocol.InvalidAction($"Elastic Load Balancing {action}");
}

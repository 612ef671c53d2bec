using System.Xml.Linq;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>Answers one call of the API with the children of its result.</summary>
internal delegate Task<IReadOnlyList<XElement>> QueryOperation(QueryParameters parameters, CancellationToken cancellationToken);

/// <summary>The operations on one kind of resource.</summary>
internal interface IQueryOperations
{
    IReadOnlyDictionary<string, QueryOperation> Operations { get; }
}

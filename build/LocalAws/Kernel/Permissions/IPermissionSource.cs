using System.Text.Json.Nodes;
using Slipway.Aws.Permissions;

namespace Slipway.LocalAws.Kernel.Permissions;

/// <summary>
/// Knows which actions on which resources the calls of a service of JSON are to IAM, by the Service Authorization Reference. It is LocalAws's own knowledge, and not
/// that of its clients, so that a mistake of theirs is found.
/// </summary>
internal interface IPermissionSource
{
    /// <summary>As in <c>AmazonEC2ContainerServiceV20141113</c>; of REST and JSON the name in the signature.</summary>
    string TargetPrefix { get; }

    /// <returns>Null for an operation that is its own action on everything.</returns>
    ValueTask<IReadOnlyList<PermissionRequest>?> OfAsync(string operation, JsonObject request, CancellationToken cancellationToken);
}

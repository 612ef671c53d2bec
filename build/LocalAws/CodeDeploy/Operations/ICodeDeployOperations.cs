using System.Text.Json.Nodes;

namespace Slipway.LocalAws.CodeDeploy.Operations;

/// <summary>Answers one operation.</summary>
public delegate Task<JsonObject> CodeDeployOperation(JsonObject request, CancellationToken cancellationToken);

/// <summary>Operations of the API on one kind of resource.</summary>
public interface ICodeDeployOperations
{
    /// <summary>Operation name to what answers it.</summary>
    IReadOnlyDictionary<string, CodeDeployOperation> Operations { get; }
}

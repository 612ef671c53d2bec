using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>
/// Operations of the API on one resource. They run inside the scheduler's turn, one at a time, so they neither wait nor lock;
/// they check everything before they change anything.
/// </summary>
public interface IOperations
{
    /// <summary>Operation name to what answers it.</summary>
    IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations { get; }
}

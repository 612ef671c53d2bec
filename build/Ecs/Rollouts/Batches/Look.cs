using System.Text.Json.Nodes;

namespace Slipway.Ecs.Rollouts.Batches;

/// <summary>What one round of calls says about several services.</summary>
/// <param name="Number">Rises with each look.</param>
/// <param name="Services">Those that were asked for, by cluster and name.</param>
/// <param name="Found">Completes with those that are active or draining.</param>
/// <param name="Stopped">Gives the stopped tasks of a cluster as they were read after the services.</param>
internal sealed record Look(
    int Number,
    IReadOnlySet<(string Cluster, string Service)> Services,
    Lazy<Task<IReadOnlyDictionary<(string Cluster, string Service), ServiceDescription>>> Found,
    Func<string, Task<IReadOnlyList<JsonObject>>> Stopped);

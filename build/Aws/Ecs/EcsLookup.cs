using System.Text.Json.Nodes;

namespace Slipway.Aws.Ecs;

/// <summary>What ECS's Describe operations answer: the documents that exist, and a failure for each that does not.</summary>
public sealed record EcsLookup(IReadOnlyList<JsonObject> Found, IReadOnlyList<EcsFailure> Failures);

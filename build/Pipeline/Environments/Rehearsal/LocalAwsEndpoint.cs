using System.Text.Json.Serialization;

namespace Slipway.Pipeline.Environments.Rehearsal;

/// <summary>Where a running LocalAws listens, as it writes it to <c>endpoint.json</c>.</summary>
/// <param name="Registry">Host and port of its image registry.</param>
/// <param name="Program">The folder of the program that runs, to tell one of an older build.</param>
public sealed record LocalAwsEndpoint(int Pid, Uri Endpoint, string Registry, string? Program);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LocalAwsEndpoint))]
internal sealed partial class LocalAwsJson : JsonSerializerContext;

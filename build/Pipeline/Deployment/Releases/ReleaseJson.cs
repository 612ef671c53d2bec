using System.Text.Json.Serialization;

namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>The files of a release, as JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Release))]
[JsonSerializable(typeof(IReadOnlyList<ImageDefinition>))]
[JsonSerializable(typeof(ImageDetail))]
[JsonSerializable(typeof(Dockerrun))]
internal sealed partial class ReleaseJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>An entry of <c>imagedefinitions.json</c>, which CodePipeline's ECS action reads.</summary>
internal sealed record ImageDefinition(string Name, string ImageUri);

/// <summary><c>imageDetail.json</c>, which CodePipeline's CodeDeploy-to-ECS action reads: one image, and the member in capitals.</summary>
internal sealed record ImageDetail([property: JsonPropertyName("ImageURI")] string ImageUri);

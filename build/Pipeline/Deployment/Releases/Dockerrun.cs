using System.Globalization;
using System.Text.Json.Serialization;

namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>
/// <c>Dockerrun.aws.json</c>, version 1: one container of an image that lies in a registry. All its values are texts. Format: Elastic
/// Beanstalk developer guide, "Docker platform Dockerrun.aws.json v1".
/// </summary>
internal sealed record Dockerrun(
    [property: JsonPropertyName("AWSEBDockerrunVersion")] string Version,
    [property: JsonPropertyName("Image")] DockerrunImage Image,
    [property: JsonPropertyName("Ports")] IReadOnlyList<DockerrunPort> Ports)
{
    public static Dockerrun Of(string image, int port) => new("1", new(image, "true"), [new(port.ToString(CultureInfo.InvariantCulture))]);
}

/// <param name="Update"><c>true</c>: pulled before each start, also when the host has it.</param>
internal sealed record DockerrunImage([property: JsonPropertyName("Name")] string Name, [property: JsonPropertyName("Update")] string Update);

internal sealed record DockerrunPort([property: JsonPropertyName("ContainerPort")] string ContainerPort);

using System.Text.Json.Serialization;

namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>An image of a release, as it lies in the registry.</summary>
/// <param name="Service">The Compose service that it was built for, or pulled as.</param>
/// <param name="Container">The container definition that runs it.</param>
/// <param name="Repository">With the registry's host, without tag: <c>170904582664.dkr.ecr.eu-west-2.amazonaws.com/tutorbloc.app</c>.</param>
/// <param name="Tags">The tags that point to it; for people, not for deployments.</param>
/// <param name="Digest"><c>sha256:</c> and 64 hexadecimal digits, of the manifest.</param>
public sealed record ReleasedImage(string Service, string Container, string Repository, IReadOnlyList<string> Tags, string Digest)
{
    /// <summary><c>repository@digest</c>, what a task definition runs.</summary>
    [JsonIgnore]
    public string Reference => $"{Repository}@{Digest}";
}

using System.Text.Json.Serialization;

namespace Slipway.Ecs.Status;

/// <summary>A container's image in the task definition that the service runs.</summary>
/// <param name="Image">As the task definition has it.</param>
/// <param name="Digest">The task definition's, or what ECS found for its tag; null when neither says.</param>
/// <param name="Tags">Those that the account's own registry has for the digest now; none for another registry's.</param>
public sealed record ImageStatus(string Container, string Image, string? Digest, IReadOnlyList<string> Tags)
{
    /// <summary>Whether it is in the account's own registry, and that was asked for its tags.</summary>
    [JsonIgnore]
    public bool IsOwn { get; init; }
}

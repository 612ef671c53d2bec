namespace Slipway.Ecs.Status;

/// <summary>A container's image in the task definition that the service runs.</summary>
/// <param name="Image">As the task definition has it.</param>
/// <param name="Digest">The task definition's, or what ECS found for its tag; null when neither says.</param>
/// <param name="Tags">Those that the account's own registry has for the digest now; none for another registry's.</param>
public sealed record ImageStatus(string Container, string Image, string? Digest, IReadOnlyList<string> Tags);

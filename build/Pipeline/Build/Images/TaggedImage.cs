namespace Slipway.Pipeline.Build.Images;

/// <summary>A built image with its names in the registry, not pushed yet.</summary>
/// <param name="Containers">The container definitions that run it.</param>
/// <param name="Repository">With the registry's host, without tag.</param>
/// <param name="LocalId">The engine's id: <c>sha256:</c> of the image's configuration (of its manifest, where the engine keeps images in containerd).</param>
public sealed record TaggedImage(string Service, IReadOnlyList<string> Containers, string Repository, IReadOnlyList<string> Tags, string LocalId);

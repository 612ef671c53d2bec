using Slipway.Pipeline.Deployment.Releases;

namespace Slipway.Pipeline.Build.Images;

/// <summary>A built image with its names in the registry, not pushed yet.</summary>
/// <param name="Containers">The container definitions that run it.</param>
/// <param name="Repository">With the registry's host, without tag.</param>
/// <param name="LocalId">The engine's id: <c>sha256:</c> of the image's configuration (of its manifest, where the engine keeps images in containerd).</param>
public sealed record TaggedImage(string Service, IReadOnlyList<string> Containers, string Repository, IReadOnlyList<string> Tags, string LocalId)
{
    /// <summary>A tag that says what the image was built from; null for none.</summary>
    public string? Mark { get; init; }

    /// <summary>As part of a release, one for each container.</summary>
    /// <param name="digest">Of its manifest.</param>
    public IReadOnlyList<ReleasedImage> Released(string digest) => [.. Containers.Select(container => new ReleasedImage(Service, container, Repository, Tags, digest))];

    /// <summary>All tags that it gets in the registry.</summary>
    public IReadOnlyList<string> AllTags => Mark is null ? Tags : [.. Tags, Mark];
}

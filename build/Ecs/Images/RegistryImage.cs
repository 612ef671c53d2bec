namespace Slipway.Ecs.Images;

/// <summary>A container's image, taken apart.</summary>
/// <param name="Repository">With the registry's host where it has one, without tag and digest.</param>
/// <param name="Digest"><c>sha256:…</c></param>
public sealed record RegistryImage(string Repository, string? Tag, string? Digest)
{
    /// <summary>The repository's name in its registry: what stands behind the host.</summary>
    public string Name => Host is { } host ? Repository[(host.Length + 1)..] : Repository;

    /// <summary>The registry, with its port; null for Docker Hub, which is not written.</summary>
    public string? Host => Repository.Split('/') is [var first, _, ..] && (first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost") ? first : null;

    /// <summary>As a task definition has it: <c>registry/name:tag@sha256:…</c>.</summary>
    public static RegistryImage Parse(string image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var (name, digest) = at < 0 ? (image, null) : (image[..at], image[(at + 1)..]);
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? new(name[..colon], name[(colon + 1)..], digest) : new(name, null, digest);
    }
}

namespace Slipway.Docker.Registry;

/// <summary>The name of an image: <c>[registry/]repository[:tag][@digest]</c>.</summary>
/// <param name="Registry">Host and port; <c>docker.io</c> where the name has none.</param>
/// <param name="Repository">Docker Hub's official images have their <c>library/</c> here, too.</param>
/// <param name="Tag">Null where the name has none: <c>latest</c> for docker, unless there is a digest.</param>
/// <param name="Digest"><c>sha256:…</c></param>
public sealed record ImageReference(string Registry, string Repository, string? Tag, string? Digest)
{
    public const string DockerHub = "docker.io";

    private const string Official = "library/";

    /// <summary>What a registry is asked for: the digest, else the tag.</summary>
    public string Reference => Digest ?? Tag ?? "latest";

    /// <exception cref="FormatException">The text is not the name of an image.</exception>
    public static ImageReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (name, digest) = SplitAt(text, text.IndexOf('@', StringComparison.Ordinal));
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var host = slash > 0 ? name[..slash] : "";
        var hasRegistry = host.Contains('.', StringComparison.Ordinal) || host.Contains(':', StringComparison.Ordinal) || host == "localhost";
        var path = hasRegistry ? name[(slash + 1)..] : name;
        var (repository, tag) = SplitAt(path, path.LastIndexOf(':'));

        if (repository.Length == 0 || tag is "" || !IsRepository(repository) || (digest is not null && !IsDigest(digest)))
            throw new FormatException(
                $"'{text}' is not the name of an image. It has the form [registry/]repository[:tag][@sha256:digest], and the repository is in lower case.");
        return hasRegistry
            ? new(host, repository, tag, digest)
            : new(DockerHub, repository.Contains('/', StringComparison.Ordinal) ? repository : Official + repository, tag, digest);
    }

    /// <summary>In docker's short form: without <c>docker.io</c> and <c>library/</c>.</summary>
    public override string ToString()
    {
        var name = Registry != DockerHub ? $"{Registry}/{Repository}"
            : Repository.StartsWith(Official, StringComparison.Ordinal) ? Repository[Official.Length..]
            : Repository;
        return $"{name}{(Tag is null ? "" : $":{Tag}")}{(Digest is null ? "" : $"@{Digest}")}";
    }

    private static (string Before, string? After) SplitAt(string text, int index) =>
        index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);

    private static bool IsRepository(string text) =>
        text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '/' or '.' or '-' or '_') && text[0] != '/' && text[^1] != '/';

    private static bool IsDigest(string text) =>
        text.Length == 71 && text.StartsWith("sha256:", StringComparison.Ordinal) && text.Skip(7).All(char.IsAsciiHexDigitLower);
}

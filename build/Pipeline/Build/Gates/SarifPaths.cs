namespace Slipway.Pipeline.Build.Gates;

/// <summary>Makes the paths of a tool, which has seen the sources elsewhere, those of the repository.</summary>
/// <param name="sources">Where the tool has seen them: absolute, without a slash at the end; empty where that is not known.</param>
/// <param name="root">The repository.</param>
public sealed class SarifPaths(string sources, string root)
{
    private const string File = "file://";

    /// <summary>The path in the repository; a path that is elsewhere, as it is.</summary>
    public string Relative(string uri)
    {
        var path = uri.StartsWith(File, StringComparison.Ordinal) ? uri[File.Length..] : uri;
        if (sources.Length > 0 && path.StartsWith($"{sources}/", StringComparison.Ordinal)) return path[(sources.Length + 1)..];
        return path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : uri;
    }

    /// <summary>The same for any URI of a log. The folder of the sources itself, which relative URIs may begin from, is the repository's.</summary>
    public string Adapt(string uri) =>
        sources.Length > 0 && uri.TrimEnd('/') is var folder && (folder == sources || folder == File + sources) ? new Uri($"{root}/").AbsoluteUri : Relative(uri);
}


using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>
/// The repository's folder with Elastic Beanstalk's configuration files. What goes into the bundle goes to AWS, so neither a link out of
/// the repository nor a secret may stand there.
/// </summary>
internal sealed class EbextensionsFolder
{
    private const string Key = "artifacts.elasticBeanstalk.ebextensions";

    private readonly Settings _settings;
    private readonly string _name;
    private readonly string _path;
    private readonly string _root;
    private readonly HashSet<string> _secrets;

    /// <param name="name">Relative to the repository.</param>
    public EbextensionsFolder(Settings settings, PlaceholderValues placeholders, Paths paths, string name)
    {
        (_settings, _name, _path, _root) = (settings, name, paths.InRepository(name), RealPath.Of(paths.Root));

        // File systems that do not tell upper from lower case have one file where the names differ in that only.
        _secrets = new(
            settings.Secrets.Select(secret => secret.To).OfType<Template>().Select(to => RealPath.Of(paths.InRepository(to.Render(placeholders)))),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>One sentence each, with its place in <c>slipway.yml</c>.</summary>
    public IEnumerable<string> Problems()
    {
        var place = _settings.PlaceOf(Key);
        if (Directory.Exists(_path)) return Walk().Select(entry => entry.Problem).OfType<string>().Select(problem => $"{place}: {problem}");
        return _settings.Places.ContainsKey(Key) ? [$"{place}: there is no folder '{_name}'. Make it, or take the key away: the bundle then has none."] : [];
    }

    /// <returns>In the order of their names; empty when there is no folder.</returns>
    public async Task<IReadOnlyList<BundledFile>> ReadAsync(CancellationToken cancellation)
    {
        var files = new List<BundledFile>();
        if (!Directory.Exists(_path)) return files;
        foreach (var entry in Walk().Where(entry => entry.Problem is null))
            files.Add(new($"{BeanstalkBundle.Folder}/{entry.Name}", await File.ReadAllBytesAsync(entry.Path, cancellation), IsExecutable(entry.Path)));
        return [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    private IEnumerable<Entry> Walk() =>
        RealPath.Of(_path) is var real && real != _root && RealPath.IsWithin(real, _root)
            ? Walk(real, "")
            : [new(_name, _path, $"folder '{_name}' must be one inside the repository, and is {real}. Name another one.")];

    /// <param name="folder">A real path, so that what is found there is real, too, unless it is a link itself.</param>
    private IEnumerable<Entry> Walk(string folder, string prefix)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            var name = prefix + Path.GetFileName(path);
            var problem = Problem($"{_name}/{name}", path);
            if (problem is null && Directory.Exists(path))
            {
                foreach (var entry in Walk(path, $"{name}/")) yield return entry;
            }
            else
            {
                yield return new(name, path, problem);
            }
        }
    }

    private string? Problem(string name, string path)
    {
        string real;
        try
        {
            real = RealPath.Of(path);
        }
        catch (IOException circle)
        {
            return $"'{name}' cannot go into the bundle: {circle.Message} Put the file itself there.";
        }

        if (_secrets.Contains(real)) return $"'{name}' is a file of 'secrets', and a bundle has none: let Elastic Beanstalk read it from where it is kept.";
        if (!RealPath.IsWithin(real, _root)) return $"'{name}' leads out of the repository, to {real}. Put the file itself there.";
        if (real != path && Directory.Exists(real)) return $"'{name}' is a link to a folder. Put the folder itself there.";
        return File.Exists(real) || Directory.Exists(real) ? null : $"'{name}' leads to {real}, where nothing is. Put the file itself there.";
    }

    private static bool IsExecutable(string path) => !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute);

    private sealed record Entry(string Name, string Path, string? Problem);
}

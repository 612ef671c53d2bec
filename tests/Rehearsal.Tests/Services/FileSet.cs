using YamlDotNet.RepresentationModel;

namespace Slipway.Rehearsal.Tests.Services;

/// <summary>Files that CodeBuild takes out of a build: an artifact, or a report group.</summary>
/// <param name="BaseDirectory">Relative to the source; file names begin below it.</param>
/// <param name="DiscardPaths">Only the last part of each name is kept.</param>
internal sealed record FileSet(IReadOnlyList<string> Files, string BaseDirectory, bool DiscardPaths)
{
    public static FileSet Read(YamlNode node, string where)
    {
        var known = node.Only(where, "files", "base-directory", "discard-paths", "file-format", "name", "secondary-artifacts");
        return new(known.Child("files").Texts(), known.Text("base-directory") ?? ".", known.Text("discard-paths") == "yes");
    }

    /// <summary>What is there of it, as text by name.</summary>
    public IReadOnlyDictionary<string, string> Collect(string source)
    {
        var folder = Path.GetFullPath(Path.Join(source, BaseDirectory));
        return FilePattern.Find(folder, Files).ToDictionary(
            file => DiscardPaths ? file.Split('/')[^1] : file,
            file => File.ReadAllText(Path.Join(folder, file)));
    }
}

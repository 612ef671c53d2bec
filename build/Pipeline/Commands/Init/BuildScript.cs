using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>How build.sh is called from the root of the repository that a build server has checked out.</summary>
/// <param name="Command">With <c>--working</c> when the application is not where build.sh is.</param>
/// <param name="Application">The application's folder, seen from the root, with a slash at its end; empty when it is the root.</param>
/// <param name="Root">The root, seen from the application's folder, with a slash at its end; empty when it is the same.</param>
/// <param name="Slipway">The folder with the sources of Slipway, seen from the root, with a slash at its end; empty when it is the root, null for the tool package, which NuGet keeps.</param>
/// <param name="IsInRepository">Whether Slipway is a part of the repository; if not, the command is a proposal.</param>
internal sealed record BuildScript(string Command, string Application, string Root, string? Slipway, bool IsInRepository)
{
    /// <summary>The folder of compiled output, seen from the root; null for the tool package.</summary>
    public string? Cache => Slipway is null ? null : $"{Slipway}.slipway/bin";

    /// <summary>A comment for the head of a file whose command is a proposal, with its line's end; else empty.</summary>
    public string Remark => IsInRepository
        ? ""
        : $"# {FillIn.Word}: Slipway is not a part of this repository; add it as the folder 'slipway' (a git submodule, for example), or correct the path.\n";

    public static BuildScript From(Paths paths, ToolPackage? tool)
    {
        var root = RepositoryOf(paths.Root);
        var application = Inside(root, paths.Root) is { Length: > 0 } folder ? folder + "/" : "";
        var above = string.Concat(application.Where(character => character == '/').Select(_ => "../"));
        if (tool is not null) return new($"./{application}{ToolPackage.ScriptIn(paths.Root)}.sh", application, above, null, IsInRepository: true);
        var slipway = Inside(root, paths.Slipway);
        var at = slipway switch { null => "slipway/", "" => "", _ => slipway + "/" };
        var working = paths.Root == paths.Slipway ? "" : $" --working=\"$PWD{(application.Length > 0 ? "/" + application.TrimEnd('/') : "")}\"";
        return new($"./{at}build.sh{working}", application, above, at, slipway is not null);
    }

    /// <summary>The folder above that git keeps, or the folder itself.</summary>
    private static string RepositoryOf(string folder)
    {
        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
        {
            if (Path.Exists(Path.Combine(above.FullName, ".git"))) return above.FullName;
        }

        return folder;
    }

    /// <summary>The path from one folder to another below it; null when it is elsewhere.</summary>
    private static string? Inside(string root, string folder)
    {
        var path = Path.GetRelativePath(root, folder).Replace(Path.DirectorySeparatorChar, '/');
        return path == "." ? "" : path == ".." || path.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(path) ? null : path;
    }
}

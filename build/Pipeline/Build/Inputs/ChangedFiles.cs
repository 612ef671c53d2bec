using System.Text.RegularExpressions;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Build.Inputs;

/// <summary>
/// Finds whose files are among those that have changed: a service's are its task definition, its service definition, its appspec, and what its images are built from.
/// What all are made from is everyone's, and what cannot be told counts as changed.
/// </summary>
/// <param name="files">Absolute.</param>
public sealed partial class ChangedFiles(IReadOnlyCollection<string> files, Settings settings, ComposeModel model, Paths paths)
{
    private readonly ImageInputsReader _inputs = new(model.Definitions, model.Project, paths.Root);

    /// <summary>The configuration, or a Compose file, from which everything is made; null when none has changed.</summary>
    public string? OfAll => files.FirstOrDefault(IsOfAll) is { } file ? Inside(file) : null;

    /// <summary>The first that the service is made from, or why that is not known; null when none has changed.</summary>
    public string? Of(ServiceFiles service)
    {
        var own = service.Paths.Select(paths.InRepository).ToHashSet();
        if (files.FirstOrDefault(own.Contains) is { } file) return Inside(file);
        var task = service.ReadTaskDefinition();
        foreach (var image in settings.Images.Where(image => image.IsIn(task)))
        {
            var inputs = _inputs.Of(image.Service);
            if (inputs.Open is { } open) return $"{open} may have changed";
            if (files.FirstOrDefault(inputs.Has) is { } input) return Inside(input);
        }

        return null;
    }

    private bool IsOfAll(string file) => file == Path.GetFullPath(settings.File) || file == paths.InRepository(settings.File)
        || settings.Compose.Files.Select(paths.InRepository).Contains(file) || file == paths.InRepository(".env") || ComposeFile().IsMatch(Path.GetFileName(file));

    private string Inside(string file) => Path.GetRelativePath(paths.Root, file);

    /// <summary>Also those that another one includes or extends.</summary>
    [GeneratedRegex(@"compose[^/]*\.ya?ml\z", RegexOptions.IgnoreCase)]
    private static partial Regex ComposeFile();
}

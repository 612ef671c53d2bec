using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Rollouts;

namespace Slipway.Pipeline.Build.Inputs;

/// <summary>The part of a release that has changed: its services, the images that they run, and what of the Compose application these need to be tested.</summary>
public static class ChangedPart
{
    /// <summary>The settings of that part alone. Services that have not changed are still of the release, and stay as they are.</summary>
    /// <param name="settings">Of all services, with all containers of their images.</param>
    /// <param name="files">Of all services.</param>
    /// <param name="changed">Names of services, at least one.</param>
    /// <param name="model">Is about that part afterwards.</param>
    public static Settings Of(Settings settings, DeploymentFiles files, IReadOnlyCollection<string> changed, ComposeModel model)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(model);
        var tasks = files.Services.Where(service => changed.Contains(service.Settings.Service.Name!)).Select(service => service.ReadTaskDefinition()).ToList();
        var others = files.Services.Where(service => !changed.Contains(service.Settings.Service.Name!)).Select(service => service.ReadTaskDefinition()).ToList();
        // An image that is in no task definition is there for something else.
        var images = settings.Images.Where(image => tasks.Exists(image.IsIn) || !others.Exists(image.IsIn)).ToList();
        model.Choose([.. images.Select(image => image.Service), .. StepServices(settings)]);
        var pull = settings.Pull.Where(pull => tasks.Exists(pull.IsIn) || !others.Exists(pull.IsIn) || model.Services.Contains(pull.Service)).ToList();
        var narrowed = settings.Of([.. changed]);
        return narrowed with { Images = images, Pull = pull, Deploy = narrowed.Deploy with { Unchanged = [.. settings.Services.Where(service => !changed.Contains(service.Name!))] } };
    }

    /// <summary>What the pipeline itself speaks to.</summary>
    private static IEnumerable<string> StepServices(Settings settings) =>
        settings.Migrate.Concat(settings.Test).Select(step => step.Service).Concat(settings.Database is { } database ? [database.Service] : []);
}

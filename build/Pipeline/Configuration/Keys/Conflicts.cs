using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>Finds what cannot be true of one file, although each value is right.</summary>
internal static class Conflicts
{
    public static void Note(Values root, Settings settings)
    {
        ImageConflicts.Note(root, settings.Images, settings.Pull);
        NoteSecrets(root, settings.Secrets);
        NoteReports(root, [.. settings.Migrate, .. settings.Test]);

        // The images of an environment that is half-written may still come.
        if (!root.Context.IsComplete)
            return;
        NoteImage(root, settings);
        NoteMigrations(root, settings);
    }

    private static void NoteSecrets(Values root, IReadOnlyList<SecretSettings> secrets)
    {
        HashSet<string> files = [];
        HashSet<string> variables = [];

        for (var index = 0; index < secrets.Count; index++)
        {
            var secret = secrets[index];

            if (secret.To is { } to && !files.Add(to.Text))
                root.Note(to.Place, ErrorCode.Conflict, $"'{to}' is written by a secret before this one already");

            if (secret.Variable is { } variable && !variables.Add(variable))
                root.Note(root.Context.Places.GetValueOrDefault($"secrets[{index}].variable", secret.Place), ErrorCode.Conflict, $"variable '{variable}' is set by a secret before this one already");
        }
    }

    /// <summary>They are kept in one folder, also on file systems that do not tell upper from lower case.</summary>
    private static void NoteReports(Values root, IReadOnlyList<StepSettings> steps)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);

        foreach (var step in steps)
        {
            if (step.ReportName is { } name && !names.Add(name))
            {
                root.Note(
                    step.Place,
                    ErrorCode.Conflict,
                    $"a step before this one leaves a report '{name}' already, and both are kept in test-results/; give one of them another name");
            }
        }
    }

    /// <summary>In the cluster there are containers of the task definition, and no file is fetched from them.</summary>
    private static void NoteMigrations(Values root, Settings settings)
    {
        foreach (var step in settings.Migrate.Where(step => step.In == StepLocation.Cluster))
        {
            if (step.Report is not null)
                root.Note(step.Place, ErrorCode.Conflict, "a migration in the cluster leaves no 'report'; its exit code decides");
            List<string> services = [.. settings.Images.Select(image => image.Service), .. settings.Pull.Select(pull => pull.Service)];
            if (!services.Contains(step.Service))
                root.Note(step.Place, ErrorCode.UnknownImage, $"a migration in the cluster runs in the container of an image, and there is no image '{step.Service}' under 'images' or 'pull'{Suggestion.Phrase(step.Service, services)}");
        }
    }

    private static void NoteImage(Values root, Settings settings)
    {
        if (settings.Artifacts.ElasticBeanstalk is not { Image.Length: > 0 } bundle || settings.Images.Any(image => image.Service == bundle.Image))
            return;

        var hint = Suggestion.Phrase(bundle.Image, [.. settings.Images.Select(image => image.Service)]);
        var place = root.Context.Places.GetValueOrDefault("artifacts.elasticBeanstalk.image", bundle.Place);
        root.Note(place, ErrorCode.UnknownImage, $"there is no image '{bundle.Image}' under 'images'{hint}");
    }
}

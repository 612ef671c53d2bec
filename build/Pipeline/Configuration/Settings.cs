using System.Collections.ObjectModel;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>
/// <c>slipway.yml</c> as it is for one environment: what <c>environments.&lt;name&gt;</c> says is merged in.
/// </summary>
public sealed record Settings
{
    public const string RehearsalName = "local";

    private const string RehearsalPrefix = $"{RehearsalName}-";

    /// <summary>As the user named it.</summary>
    public required string File { get; init; }

    public required string Environment { get; init; }

    /// <summary>Whether the environment is rehearsed on this machine, and never reaches AWS.</summary>
    public bool IsRehearsal => IsRehearsalName(Environment);

    /// <summary>Every name under <c>environments</c>, in the order of the file.</summary>
    public required IReadOnlyList<string> Environments { get; init; }

    /// <summary>Where it stands among them.</summary>
    public StageSettings Stage { get; init; } = StageSettings.First;

    public required string Application { get; init; }

    public required string Region { get; init; }

    /// <summary>Twelve digits; null when the file leaves it to the credentials.</summary>
    public required string? Account { get; init; }

    /// <summary>ARN of the IAM role to assume; null when the credentials are used as they are.</summary>
    public required Template? Role { get; init; }

    /// <summary>Host, with port where it has one. Default: ECR's of <see cref="Account"/>; null when there is no account either.</summary>
    public required Template? Registry { get; init; }

    public required ComposeSettings Compose { get; init; }

    /// <summary>Compose services that are built and pushed, at least one.</summary>
    public required IReadOnlyList<ImageSettings> Images { get; init; }

    /// <summary>Compose services whose image comes from the registry.</summary>
    public required IReadOnlyList<PullSettings> Pull { get; init; }

    /// <summary>The containers that run images of the release, each with its Compose service: what is built, then what is pulled.</summary>
    public IEnumerable<(string Service, string Container)> Containers =>
        Images.SelectMany(image => image.Containers.Select(container => (image.Service, container))).Concat(Pull.SelectMany(pull => pull.Containers.Select(container => (pull.Service, container))));

    public required IReadOnlyList<SecretSettings> Secrets { get; init; }

    public required DatabaseSettings? Database { get; init; }

    /// <summary>In the order in which they run; empty when there are none.</summary>
    public required IReadOnlyList<StepSettings> Migrate { get; init; }

    /// <summary>In the order in which they run; empty when there are none.</summary>
    public required IReadOnlyList<StepSettings> Test { get; init; }

    /// <summary>In the order of the file; empty when there are none.</summary>
    public required IReadOnlyList<GateSettings> Gates { get; init; }

    public required DeploySettings Deploy { get; init; }

    /// <summary>The services that these settings are about: the environment's, or those that were chosen of them.</summary>
    public IReadOnlyList<ServiceSettings> Services => Deploy.Services;

    /// <summary>The service that these settings are about.</summary>
    /// <exception cref="ConfigurationException">They are about several services, and the caller needs exactly one.</exception>
    public ServiceSettings Service => Services is [var only] ? only : throw new ConfigurationException(
        $"{PlaceOf("deploy.services")}: environment '{Environment}' has the services {string.Join(", ", Services.Select(service => service.Name))}, and this needs one of them: name it with {Options.Service}=NAME.");

    /// <summary>Those of the environment's schedules that run the task definition of one of <see cref="Services"/>.</summary>
    public IEnumerable<ScheduleSettings> Schedules => Deploy.Schedules.Where(schedule => Services.Any(schedule.IsOf));

    /// <summary>As the file has it; <see cref="TasksBefore"/> and <see cref="TasksAfter"/> are what is run.</summary>
    public ReleaseSettings Release { get; init; } = new([], []);

    /// <summary>What is run once for each release before the first of <see cref="Services"/> moves: migrations in the cluster, and then what else there is.</summary>
    public IEnumerable<ReleaseTaskSettings> TasksBefore => Migrate.Where(step => step.In == StepLocation.Cluster).Select(ReleaseTaskSettings.Of).Concat(Release.Before).Where(task => Services.Any(task.IsOf));

    /// <summary>What is run once for each release when all of <see cref="Services"/> have moved.</summary>
    public IEnumerable<ReleaseTaskSettings> TasksAfter => Release.After.Where(task => Services.Any(task.IsOf));

    public required ArtifactSettings Artifacts { get; init; }

    /// <summary>The pipeline in CodePipeline that deploys to the environment; null when the file names none.</summary>
    public string? Pipeline { get; init; }

    /// <summary>What is asked of the environment, whatever its services are.</summary>
    public required IReadOnlyList<VerifySettings> Verify { get; init; }

    /// <summary>Each must answer: the environment's, and those of its services; empty when nothing is asked.</summary>
    public IReadOnlyList<VerifySettings> Verifications => [.. Verify, .. Services.SelectMany(service => service.Verify)];

    /// <summary>Tasks of the pipeline that this environment does not run.</summary>
    public required IReadOnlyList<SkipSettings> Skip { get; init; }

    /// <summary>What Lint is not to report.</summary>
    public required IReadOnlyList<LintIgnore> LintIgnores { get; init; }

    /// <summary>In the order of the file; none of them stops a run.</summary>
    public IReadOnlyList<ConfigurationWarning> Warnings { get; init; } = [];

    /// <summary>Where each key stands, by its path: <c>deploy.service</c>, <c>images.app.repository</c>, <c>secrets[0].from</c>.</summary>
    public IReadOnlyDictionary<string, Place> Places { get; init; } = ReadOnlyDictionary<string, Place>.Empty;

    /// <summary>Whether an environment of this name is a rehearsal: <see cref="RehearsalName"/> itself, and <c>local-NAME</c>. All of them share one LocalAws.</summary>
    public static bool IsRehearsalName(string environment) =>
        environment == RehearsalName || environment.StartsWith(RehearsalPrefix, StringComparison.Ordinal);

    /// <summary>The same about one of the services.</summary>
    public Settings Of(ServiceSettings service) =>
        Services.Count == 1 ? this : this with { Deploy = Deploy with { Services = [service], Aside = [.. Deploy.Aside, .. Services.Where(other => other != service).Select(other => other.Name!)] } };

    /// <summary>The same about some of the services, in the order of the file.</summary>
    /// <param name="names">None are all.</param>
    /// <exception cref="ConfigurationException">The environment has no service of a name.</exception>
    public Settings Of(IReadOnlyList<string> names)
    {
        if (names.Count == 0) return this;
        List<string> known = [.. Services.Select(service => service.Name).OfType<string>()];
        if (known.Count == 0) throw new ConfigurationException($"{Options.Service}: environment '{Environment}' has one service, which 'deploy' itself describes: leave the option out. Several services have names, under 'deploy.services'.");
        return names.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? throw new ConfigurationException($"{Options.Service}: environment '{Environment}' has no service '{unknown}'{Suggestion.Phrase(unknown, known)}")
            : this with { Deploy = Deploy with { Services = [.. Services.Where(service => names.Contains(service.Name)).Select(service => service with { After = [.. Before(service, names)] })], Aside = [.. Deploy.Aside, .. known.Where(name => !names.Contains(name))] } };
    }

    /// <summary>The same with another role in place of the environment's own.</summary>
    /// <param name="role">Its ARN; null for the environment's own.</param>
    public Settings As(string? role) => role is null ? this : this with { Role = Template.Parse(role, TemplateKind.Text, PlaceOf("role")) };

    /// <summary>The chosen ones that a service is moved after, also behind those that were not chosen.</summary>
    private IEnumerable<string> Before(ServiceSettings service, IReadOnlyList<string> chosen) =>
        service.After.SelectMany(name => chosen.Contains(name) ? [name] : Services.Where(other => other.Name == name).SelectMany(other => Before(other, chosen))).Distinct();

    /// <summary>
    /// Where <paramref name="path"/> stands, for a message about its value. A key that is not written, because its default holds,
    /// is placed at the nearest key around it.
    /// </summary>
    public Place PlaceOf(string path)
    {
        for (var rest = path; rest.Length > 0; rest = rest[..Math.Max(0, rest.LastIndexOfAny(['.', '[']))])
        {
            if (Places.TryGetValue(rest, out var place))
                return place;
        }

        return Place.Whole(File);
    }
}

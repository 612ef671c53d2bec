using System.Text.Json;
using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Lints what a repository deploys from: the task definitions of its environments, and the files that have to agree with them.</summary>
public sealed class ProjectLinter
{
    private readonly Paths _paths;
    private readonly List<Finding> _findings = [];
    private readonly HashSet<string> _files = [];

    private ProjectLinter(Paths paths) => _paths = paths;

    /// <summary>All rules that findings can have, by id.</summary>
    public static IReadOnlyList<LintRule> Rules { get; } = [.. TaskDefinitionLinter.Rules, .. ProjectRules.All];

    /// <param name="environments">Those to check, each with its Compose application.</param>
    /// <param name="allowed">Findings that are meant to be.</param>
    /// <param name="configuration">The file that the exceptions are in, as the user named it.</param>
    public static LintReport Lint(
        IReadOnlyList<(LintEnvironment Environment, ComposeReading Compose)> environments, IReadOnlyList<AllowedFinding> allowed, Paths paths, string configuration)
    {
        var linter = new ProjectLinter(paths);
        linter._files.Add(configuration);
        foreach (var (environment, compose) in environments)
        {
            linter._findings.AddRange(environment.Doubts);
            linter._findings.AddRange(compose.Problems);
            linter.Lint(environment, compose.Services(paths));
        }

        // What two environments share is said once.
        var (left, suppressed) = Suppressions.Apply([.. linter._findings.Distinct()], allowed, configuration);
        var sorted = left.OrderBy(finding => finding.Place.File, StringComparer.Ordinal)
            .ThenBy(finding => finding.Place.Line).ThenBy(finding => finding.Place.Column).ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal);
        return new([.. sorted], linter._files.Count, suppressed);
    }

    private void Lint(LintEnvironment environment, IReadOnlyList<ComposeService> services)
    {
        _findings.AddRange(SecretFileChecks.Find(environment, services, _paths));
        if (Read(environment.TaskDefinition) is not { } bytes)
        {
            _findings.Add(new(ProjectRules.MissingFile, Severity.Error, "", $"There is no task definition '{environment.TaskDefinition}' for environment '{environment.Name}'.", environment.TaskDefinitionPlace));
            return;
        }

        var source = JsonSource.Parse(bytes, environment.TaskDefinition);
        _findings.AddRange(TaskDefinitionLinter.Lint(source, environment.LaunchType));
        if (source.Root?.Kind != JsonValueKind.Object) return;

        var task = new TaskDefinitionFile(source);
        _findings.AddRange(FillIn.In(task.Root!).Select(place => task.Find(ProjectRules.FillIn, place.At, FillIn.Sentence(place.At.JsonPath[2..], place.Marks))));
        _findings.AddRange(ImageChecks.Find(task, environment));
        _findings.AddRange(AddressChecks.Find(task, environment));
        _findings.AddRange(LiteralSecretChecks.Find(task, Settings.IsRehearsalName(environment.Name)));
        _findings.AddRange(ComposeChecks.Find(task, services, environment));
        _findings.AddRange(PlatformChecks.Find(task, services, environment));
        _findings.AddRange(WorkingCopyChecks.Find(task, services, environment, _paths));
        _findings.AddRange(LogDriverChecks.Find(task, environment));
        if (environment.NetworkPlace is { } place && task.Root?.TextOf("networkMode") is not "awsvpc")
            _findings.Add(new(ProjectRules.UselessNetwork, Severity.Error, "", $"Environment '{environment.Name}' has a network, and the tasks of {environment.TaskDefinition} are of network mode {task.Root?.TextOf("networkMode") ?? "bridge"}.", place));
        _findings.AddRange(environment.Commands.Where(command => command.Problem(task.ContainerNames) is not null).Select(command => new Finding(ProjectRules.CommandContainer, Severity.Error, "", Capital(command.Problem(task.ContainerNames)!), LintEnvironment.PlaceOf(command.Place))));
        if (ReadText(environment.Appspec) is { } appspec)
        {
            _findings.AddRange(AppspecChecks.Find(AppspecFile.Parse(appspec, environment.Appspec), task));
            _findings.AddRange(AppspecFile.ToBeFilledIn(appspec, environment.Appspec));
        }

        if (environment.ServiceDefinition is { } definition) _findings.AddRange(ServiceFindings(definition, bytes, environment));
        foreach (var file in FilesAtHand(task, environment).Distinct())
        {
            var text = ReadText(file)!;
            _findings.AddRange(EnvironmentFileChecks.Find(text, file).Concat(EnvironmentFileChecks.ToBeFilledIn(text, file)));
        }
    }

    /// <summary>Of the files that ECS will read: what the rehearsal's S3 has of them, and what 'secrets' puts into the working copy. Examples are nobody's configuration.</summary>
    private IEnumerable<string> FilesAtHand(TaskDefinitionFile task, LintEnvironment environment)
    {
        var arns = task.Containers.SelectMany(container => container.ItemsOf("environmentFiles")).Select(file => file.TextOf("value") ?? "").ToList();
        var objects = EnvironmentFilesAtHand.Objects(arns);
        var downloaded = environment.Downloads.Where(download => objects.Any(name => download.From == $"s3://{name}")).Select(download => EnvironmentFilesAtHand.Inside(_paths.InRepository(download.To), _paths));
        return EnvironmentFilesAtHand.Seeded(arns, _paths).Concat(downloaded.OfType<string>());
    }

    private IEnumerable<Finding> ServiceFindings(string file, byte[] task, LintEnvironment environment)
    {
        if (Read(file) is not { } bytes) return [Missing()];
        var definition = ServiceDefinitionFile.Parse(bytes, file);
        return definition.Unfilled.Select(found => Find(ProjectRules.FillIn, found)).Concat(definition.Problems(task, environment.Service, environment.TaskDefinition).Select(problem => Find(ProjectRules.ServiceDefinition, problem)));

        Finding Missing() => new(ProjectRules.MissingFile, Severity.Error, "", $"There is no service definition '{file}' for environment '{environment.Name}'.", LintEnvironment.PlaceOf(environment.Service.PlaceOf("serviceDefinition")));

        static Finding Find(LintRule rule, (SourcePlace Place, string JsonPath, string Sentence) problem) => new(rule, rule.Severity, problem.JsonPath, Capital(problem.Sentence), problem.Place);
    }

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private byte[]? Read(string file)
    {
        var path = _paths.InRepository(file);
        if (!File.Exists(path)) return null;
        _files.Add(file);
        return File.ReadAllBytes(path);
    }

    private string? ReadText(string file) => Read(file) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;
}

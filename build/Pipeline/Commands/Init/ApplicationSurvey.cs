using System.Text.RegularExpressions;
using Slipway.Ecs.FromCompose;
using Slipway.Ecs.FromCompose.Splitting;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Finds out what can be known of an application from its Compose file and its folder.</summary>
internal static partial class ApplicationSurvey
{
    private const int LongestName = 63;

    /// <param name="hints">By Compose service, for several services of ECS; null for one.</param>
    /// <param name="data">Tells what is mounted as data from what is mounted as sources.</param>
    public static Application Survey(ComposeReading compose, LaunchType launchType, AwsDefaults aws, string root, IReadOnlyDictionary<string, ServiceHints>? hints, DataFolders data)
    {
        var services = compose.Compose.Services;
        var name = ApplicationName(compose.Compose.Name);
        IReadOnlyList<TargetEnvironment> environments =
        [
            new(Settings.RehearsalName, launchType, IsRehearsal: true),
            new("staging", launchType, IsRehearsal: false),
            new("production", launchType, IsRehearsal: false),
        ];
        var started = services.Where(service => service.Replicas > 0).ToList();
        var helpers = MachineAccess.HelpersOf(compose.Compose);
        var application = started.Where(service => service.Kind == ServiceKind.Application && !IsForTests(service) && !helpers.ContainsKey(service.Name)).ToList();
        var files = new ConfigurationFiles(root, compose.Compose);
        var found = files.Find();
        var leftOut = environments.ToDictionary(environment => environment.Name, environment => LeftOut(services, environment, helpers));
        var split = hints is null ? null : environments.ToDictionary(environment => environment.Name, environment => Split(compose.Compose, leftOut[environment.Name], hints, found, data, environment));
        var shared = SharedImages.Find([.. started.Where(service => !IsForTests(service))], compose.Compose.Name, service => leftOut.Values.All(one => !one.ContainsKey(service.Name)));
        // A tool of the rehearsal is not what visitors come for.
        var visited = application.Where(service => split is null || split.Values.All(one => !one.Replaced.ContainsKey(service.Name)));
        return new()
        {
            Name = name,
            Compose = compose,
            Environments = environments,
            Region = aws.Region,
            Account = aws.Account,
            Repositories = started.Where(service => service.IsBuilt && !shared.ContainsKey(service.Name)).ToDictionary(service => service.Name, service => Repository(name, service.Name)),
            Shared = shared,
            LeftOut = leftOut.ToDictionary(environment => environment.Key, environment => (IReadOnlyDictionary<string, string>)environment.Value),
            Split = split,
            Files = found,
            CutFolders = files.Cut,
            Web = Web(visited, split?[Settings.RehearsalName]),
            Database = started.FirstOrDefault(service => service.Kind is ServiceKind.MySql or ServiceKind.Postgres),
            Migrate = StepDetection.Migrate(application),
            Test = StepDetection.Test(application),
        };
    }

    /// <param name="leftOut">Gets what only the rehearsal has.</param>
    private static ServiceSplit Split(
        ComposeDocument compose, Dictionary<string, string> leftOut, IReadOnlyDictionary<string, ServiceHints> hints, IReadOnlyDictionary<string, IReadOnlyList<ConfigurationFile>> files, DataFolders data, TargetEnvironment environment)
    {
        var split = new ServiceSplit(compose, [.. compose.Services.Where(service => !leftOut.ContainsKey(service.Name))], hints, files, data.Holds, environment.IsRehearsal);
        foreach (var (service, other) in split.Replaced) leftOut.TryAdd(service, other.Length > 0 ? $"in the rehearsal only; elsewhere {other} takes its place" : "in the rehearsal only");
        return split;
    }

    private static WebEndpoint? Web(IEnumerable<ComposeService> visited, ServiceSplit? rehearsed) =>
        WebEndpoint.Find(visited) is { } web ? web with { IsTaken = rehearsed?.Displaced.GetValueOrDefault((web.Service.Name, web.PublishedAt)) is { IsTaken: true } } : null;

    /// <summary>Compose's name for the project, as an application may be called.</summary>
    private static string ApplicationName(string project)
    {
        var name = project.ToLowerInvariant().TrimStart('-', '_');
        name = name[..Math.Min(name.Length, LongestName)];
        return name.Length > 0 && ValueRules.Application(name) is null ? name : "application";
    }

    /// <summary>As ECR has it: parts of lower-case letters and digits, joined by single separators.</summary>
    private static string Repository(string application, string service) =>
        $"{Part(application)}.{Part(service)}";

    private static string Part(string text)
    {
        var part = Separators().Replace(NoRepositoryCharacter().Replace(text.ToLowerInvariant(), "-"), match => match.Value[..1]).Trim('-', '_', '.');
        return part.Length > 0 ? part : "image";
    }

    private static Dictionary<string, string> LeftOut(IReadOnlyList<ComposeService> services, TargetEnvironment environment, IReadOnlyDictionary<string, string> helpers)
    {
        var needed = services.SelectMany(service => service.DependsOn.Keys).ToHashSet();
        var leftOut = new Dictionary<string, string>(helpers);
        foreach (var service in services.Where(IsForTests))
        {
            if (!environment.IsRehearsal || (service.Kind == ServiceKind.Application && !needed.Contains(service.Name)))
                leftOut[service.Name] = "by its name it is for tests only, so it is left out";
        }

        foreach (var service in services.Where(service => service.Replicas <= 0)) leftOut.TryAdd(service.Name, "Compose starts no container of it ('scale' or 'deploy.replicas' is 0), so it is left out");
        return leftOut;
    }

    private static bool IsForTests(ComposeService service) => TestName().IsMatch(service.Name);

    [GeneratedRegex("(^|[-_.])tests?($|[-_.])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();

    [GeneratedRegex("[^a-z0-9._-]")]
    private static partial Regex NoRepositoryCharacter();

    [GeneratedRegex("[._-]{2,}")]
    private static partial Regex Separators();
}

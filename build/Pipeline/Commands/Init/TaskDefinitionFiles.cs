using Slipway.Ecs.FromCompose;
using Slipway.Ecs.FromCompose.Splitting;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Converts the Compose application for each environment.</summary>
/// <param name="data">Tells what is mounted as data from what is mounted as sources.</param>
internal sealed class TaskDefinitionFiles(Application application, DataFolders data, Paths paths)
{
    private const string NoAccount = "000000000000";

    private readonly List<(string File, string Reason)> _refusals = [];
    private readonly List<NamedWarning> _warnings = [];

    /// <summary>Of all files, in their order.</summary>
    public IReadOnlyList<NamedWarning> Warnings => _warnings;

    /// <exception cref="RunFailedException">There can be no task definition of one of them; all reasons are told. Exit code 2.</exception>
    public IReadOnlyList<GeneratedFile> Render(IReadOnlyDictionary<string, string> running)
    {
        var files = application.Environments.SelectMany(environment =>
            running.TryGetValue(environment.Name, out var document) ? [new(environment.TaskDefinitionFile, document), .. Definition(environment)] : Render(environment)).ToList();
        return _refusals.Count == 0
            ? files
            : throw new RunFailedException(ExitCodes.Configuration, $"{string.Join(", ", application.Compose.Files)} cannot become a task definition, so nothing was written:\n{string.Join('\n', Refusals())}");
    }

    /// <summary>Each reason once, with all files that it is about.</summary>
    private IEnumerable<string> Refusals() => _refusals.GroupBy(refusal => refusal.Reason, refusal => refusal.File).Select(same => $"{string.Join(", ", same)}: {same.Key}.");

    private IEnumerable<GeneratedFile> Definition(TargetEnvironment environment) =>
        application.Services.GetValueOrDefault(environment.Name)?.Definition is { } definition ? [new(environment.ServiceDefinitionFile, definition.ToJson())] : [];

    private IEnumerable<GeneratedFile> Render(TargetEnvironment environment)
    {
        if (application.Split?[environment.Name] is not { } split) return Render(environment, environment.TaskDefinitionFile, Options(environment), out _);
        var writer = new ServiceDefinitionWriter(split, environment.Namespace(application));
        return split.Groups.SelectMany(group => Render(environment, split, group, writer));
    }

    private IEnumerable<GeneratedFile> Render(TargetEnvironment environment, ServiceSplit split, ServiceGroup group, ServiceDefinitionWriter writer)
    {
        var options = Options(environment);
        var files = Render(environment, environment.TaskDefinitionFileOf(group.Name), options with { Family = $"{options.Family}-{group.Name}", Surroundings = split.Around(group, environment.LaunchType) }, out var document);
        return document is null ? files : [.. files, new(environment.ServiceDefinitionFileOf(group.Name), writer.Write(group, document).ToJson())];
    }

    private IReadOnlyList<GeneratedFile> Render(TargetEnvironment environment, string file, ConversionOptions options, out TaskDefinitionDocument? document)
    {
        var conversion = TaskDefinitionConverter.Convert(application.Compose.Compose, options);
        _refusals.AddRange(conversion.Refusals.Select(reason => (file, reason)));
        _warnings.AddRange(conversion.Warnings.Select(warning => new NamedWarning(file, warning)));
        document = conversion.Document;
        if (document is null) return [];
        var secrets = new SecretEnvironment(application.Name, paths).Render(environment, conversion.Private, document, options.ExecutionRoleArn, out var told);
        _warnings.AddRange(told.Select(warning => new NamedWarning(file, warning)));
        return [new(file, document.ToJson()), .. secrets];
    }

    private ConversionOptions Options(TargetEnvironment environment)
    {
        var region = SettingsFile.RegionOf(application, environment);
        // Nobody checks the account of a rehearsal.
        var account = application.Account ?? (environment.IsRehearsal ? NoAccount : FillIn.Account);
        return new()
        {
            Family = environment.Family(application),
            LogGroup = $"/ecs/{environment.Name}-{application.Name}",
            Region = region,
            LaunchType = environment.LaunchType,
            IsRehearsal = environment.IsRehearsal,
            Images = application.Images,
            LeftOut = application.LeftOut[environment.Name],
            ExecutionRoleArn = $"arn:aws:iam::{account}:role/ecsTaskExecutionRole",
            SecretArn = variable => $"arn:aws:ssm:{region}:{account}:parameter/{application.Name}/{environment.Name}/{variable}",
            Files = application.Files,
            ProjectDirectory = paths.Root,
            HoldsData = data.Holds,
            TextOf = TextOf,
            Written = application.Compose.Written,
        };
    }

    private static string? TextOf(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

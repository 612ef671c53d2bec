using System.Text.RegularExpressions;
using Slipway.Aws;
using Slipway.Docker;
using Slipway.Ecs.FromCompose;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Writes the files that a Compose application needs for Slipway.</summary>
/// <param name="docker">Only its Compose is used.</param>
/// <param name="aws">Called when there is a service to start from.</param>
/// <param name="variables">The environment of this process.</param>
/// <param name="tool">The package that this program is of; null when it was compiled from its sources.</param>
public sealed partial class Initialisation(
    Paths paths, DockerCli docker, Func<AwsClients> aws, AwsDefaults known, IReadOnlyDictionary<string, string> variables, ToolPackage? tool, ILog log)
{
    private const string IgnoreFile = ".gitignore";

    /// <summary>What runs leave in the repository and git should not keep.</summary>
    private static readonly string[] Ignored = ["/.slipway/", "/artifacts/", "/test-results/"];

    /// <exception cref="RunFailedException">The Compose application cannot be read or converted; nothing was written.</exception>
    public async Task RunAsync(InitRequest request, CancellationToken cancellation)
    {
        var composeFiles = ComposeFiles.Find(paths.Root, request.ComposeFiles, paths.InRepository(request.ConfigFile), variables);
        var compose = await new ComposeReader(docker, paths.Root, variables).ReadAsync(composeFiles, cancellation);
        var hints = request.HasEach ? ComposeHints.Read(compose, paths.Root) : null;
        var git = new GitRepository(paths.Root, TimeProvider.System);
        var data = new DataFolders(paths.Root, await git.ListFilesAsync(cancellation));
        var application = ApplicationSurvey.Survey(compose, request.LaunchType, known, paths.Root, hints, data);
        RefuseClash(application);
        RefuseLostImage(application);
        RefuseNames(application);
        var running = new Dictionary<string, string>();
        if (request.Service is { } service) application = await TakeAsync(request, service, application, running, cancellation);
        var documents = new TaskDefinitionFiles(application, data, paths);
        var script = BuildScript.From(paths, tool);
        var hosts = CodeHostDetection.Detect(await git.FindOriginAsync(cancellation), Path.Combine(paths.Root, script.Root));
        List<GeneratedFile> files =
        [
            new(request.ConfigFile, new SettingsFile(application).Render()),
            .. documents.Render(running),
            .. new PipelineFiles(application, script, hosts).Render(),
            .. tool?.Render(paths.Root) ?? [],
        ];
        files.Add(IgnoredFiles());
        var outcomes = await new FileWriter(paths.Root, request.Force).WriteAsync(files, cancellation);
        new InitReport(log).Print(new(outcomes, documents.Warnings, [.. Notes(application)], [.. NextSteps(request, application, outcomes)]));
    }

    private static void RefuseClash(Application application)
    {
        if (application.Split?.Values.Select(split => split.Clash).FirstOrDefault(clash => clash is not null) is not { } clash) return;
        throw new RunFailedException(
            ExitCodes.Configuration, $"'{clash.First}' and '{clash.Second}' would be services of ECS of one name. Rename one, or give it a name of its own: '{ServiceHints.Key}: {{ service: NAME }}'. Nothing was written.");
    }

    private static void RefuseNames(Application application)
    {
        // Compose itself accepts such a service, and cannot build it.
        if (application.Compose.Compose.Services.FirstOrDefault(service => service is { IsBuilt: true, Image: null } && !ImageName().IsMatch(service.Name)) is { } unnamed)
            throw new RunFailedException(
                ExitCodes.Configuration, $"Compose calls the image of '{unnamed.Name}' '{application.Compose.Compose.Name}-{unnamed.Name}', which Docker refuses: names of images have lower-case letters, digits and single separators. Rename the service, or give it an 'image'. Nothing was written.");
        var names = application.Repositories.Keys.Concat(application.Split?.Values.SelectMany(split => split.Groups).Select(group => group.Name) ?? []);
        if (names.Select(TextRules.ServiceName.Check).FirstOrDefault(problem => problem is not null) is not { } problem) return;
        throw new RunFailedException(ExitCodes.Configuration, $"{problem}. Rename the Compose service. Nothing was written.");
    }

    /// <summary>An image that is built for a service which an environment does not have is not built for the others there.</summary>
    private static void RefuseLostImage(Application application)
    {
        var lost = application.Environments.SelectMany(environment => application.Shared.Where(pair => application.Has(environment, pair.Key) && !application.Has(environment, pair.Value))).Select(pair => ((string Service, string Source)?)(pair.Key, pair.Value)).FirstOrDefault();
        if (lost is not var (service, source)) return;
        throw new RunFailedException(
            ExitCodes.Configuration, $"'{service}' runs the image of '{source}', which not every environment has, so that elsewhere nothing would be built for '{service}'. Give '{service}' the 'build' of '{source}' in the Compose file, or let every environment have '{source}'. Nothing was written.");
    }

    private async Task<Application> TakeAsync(InitRequest request, EcsServiceName service, Application application, Dictionary<string, string> running, CancellationToken cancellation)
    {
        if (!application.Environments.Any(environment => environment.Name == request.Environment && !environment.IsRehearsal))
            throw new RunFailedException(ExitCodes.Configuration, $"--from-service is for --env=staging or --env=production, and not for '{request.Environment}'.");
        using var clients = aws();
        var built = application.Compose.Compose.Services.Where(other => application.Repositories.ContainsKey(other.Name)).ToList();
        var taken = await new RunningService(clients).ReadAsync(service, [.. built.Select(other => other.ContainerName)], cancellation);
        var document = taken.TaskDefinition;
        foreach (var container in document.Containers)
        {
            if (application.Compose.Compose.Services.FirstOrDefault(other => other.ContainerName == container.Name) is { } known && application.Shared.TryGetValue(known.Name, out var source))
                container.Image = SharedImages.Placeholder(source);
        }

        running[request.Environment] = document.ToJson();
        var images = document.Containers.ToDictionary(container => container.Name, container => container.Image);
        return application with
        {
            Region = clients.Region,
            Repositories = built.ToDictionary(other => other.Name, other => images.GetValueOrDefault(other.ContainerName) ?? application.Repositories[other.Name]),
            Services = new Dictionary<string, TakenService> { [request.Environment] = taken },
        };
    }

    /// <summary>With what is in it already: among the files that runs leave are secrets, which a git add would take.</summary>
    private GeneratedFile IgnoredFiles()
    {
        var file = Path.Combine(paths.Root, IgnoreFile);
        var before = File.Exists(file) ? File.ReadAllText(file) : "";
        var missing = Ignored.Except(before.Split('\n').Select(line => line.TrimEnd('\r'))).ToList();
        var end = before.Length == 0 || before.EndsWith('\n') ? "" : "\n";
        return new(IgnoreFile, missing.Count == 0 ? before : $"{before}{end}{string.Join('\n', missing)}\n") { IsAdded = true };
    }

    private IEnumerable<string> Notes(Application application)
    {
        var compose = application.Compose;
        if (compose.Override is { } over)
            yield return $"{over} is laid over {compose.Files[0]}, as Compose does it. If it is for development only: {Options.Target}=Init {Options.Compose}={compose.Files[0]} {Options.Force}";
        if (compose.Files[0].Contains('/', StringComparison.Ordinal))
            yield return $"Paths in {compose.Files[0]} are read from {paths.Root}, and not from the file's own folder.";
        if (compose.Blank.Count > 0)
            yield return $"Set nowhere here, and so taken for blank, as Compose does it: {string.Join(", ", compose.Blank)}.";
        if (application.Compose.ProfileServices is { Count: > 0 } profiled)
            yield return $"{string.Join(", ", profiled)}: left out, since {(profiled.Count == 1 ? "it starts" : "they start")} with a profile only.";
        if (application.Repositories.Count == 0)
            yield return "No service has a 'build': images are pulled as they are, nothing is built and nothing is pushed.";
        foreach (var same in application.Shared.GroupBy(pair => pair.Value, pair => pair.Key))
            yield return $"{string.Join(", ", same)}: {(same.Count() == 1 ? "it runs" : "they run")} the image of '{same.Key}', which is built and pushed once.";
        foreach (var folder in application.CutFolders)
            yield return $"{folder}: there are more files than Init reads, and what the rest names is not known; let .dockerignore leave out what the image does not need, or write 'links' for what is missing.";
        foreach (var warning in BuildStages.Warnings(compose.Compose.Services.Where(service => application.Repositories.ContainsKey(service.Name)))) yield return warning;
        foreach (var note in SplitNotes.Of(application).Concat(RehearsalNotes.Of(application))) yield return note;
        if (application is { Web: null, Split: null }) yield return "No service publishes a port, so there is no appspec.yaml; it names the container that a load balancer sends traffic to.";
    }

    private IEnumerable<string> NextSteps(InitRequest request, Application application, IReadOnlyList<WriteOutcome> outcomes)
    {
        var working = paths.Root == paths.Slipway || tool is not null ? "" : $" --working={paths.Root}";
        if (!IsInGit()) yield return "git init && git add . && git commit -m \"Begin with Slipway\"   (builds are numbered and tagged by commits)";
        yield return $"./{(tool is null ? "build" : ToolPackage.ScriptIn(paths.Root))}.sh{working} --target=Deploy --env=local   (rehearses everything on this machine{(application.Web?.Address(request.LaunchType == LaunchType.Fargate) is { } address ? $"; it answers at {address}" : "")})";
        if (outcomes.Any(outcome => outcome.File.Text.Contains(FillIn.Word, StringComparison.Ordinal)))
            yield return $"grep -rn {FillIn.Word} {request.ConfigFile} taskdefs *.yml{Workflow(outcomes)}   (what only you know, before staging and production)";
        foreach (var step in SplitNotes.NextSteps(application)) yield return step;
    }

    /// <summary>It has the region, where only the user knows that.</summary>
    private static string Workflow(IReadOnlyList<WriteOutcome> outcomes) =>
        string.Concat(outcomes.Select(outcome => outcome.File).Where(file => file.Path.EndsWith(GitHubWorkflow.File, StringComparison.Ordinal) && file.Text.Contains(FillIn.Word, StringComparison.Ordinal)).Select(file => $" {file.Path}"));

    private bool IsInGit()
    {
        for (var folder = new DirectoryInfo(paths.Root); folder is not null; folder = folder.Parent)
        {
            if (Path.Exists(Path.Combine(folder.FullName, ".git"))) return true;
        }

        return false;
    }

    /// <summary>What can follow in the name of an image. https://github.com/distribution/reference</summary>
    [GeneratedRegex("^-*[a-z0-9]+((\\.|_{1,2}|-+)[a-z0-9]+)*$", RegexOptions.ExplicitCapture)]
    private static partial Regex ImageName();
}

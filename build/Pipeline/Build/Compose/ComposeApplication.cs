using Slipway.Docker;
using Slipway.Docker.Compose;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Releases;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Build.Compose;

/// <summary>
/// The Compose application of one run, under a project name of its own: built, started, spoken to, and taken down whatever
/// happened. Images get names of this run, so that two runs on one machine cannot mix them up.
/// </summary>
public sealed class ComposeApplication(DockerCli docker, ComposeModel model, Settings settings, RunDirectory run, ILog log, Paths paths, TimeProvider time)
{
    private const int BuildTail = 40;
    private static readonly TimeSpan Stillness = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StillnessAfterKill = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Forever = Timeout.InfiniteTimeSpan;

    private ComposeCli? _compose;
    private bool _working;
    private int _adopted;

    /// <summary>Also the prefix of its containers, networks and volumes.</summary>
    public string ProjectName => $"slipway-{settings.Application}-{run.Id}";

    /// <summary>Whether its services can be spoken to.</summary>
    public bool IsStarted { get; private set; }

    private ComposeCli Compose => _compose ?? throw new InvalidOperationException("The application was not built.");

    private ComposeStart Starter => new(Compose, model.Services, settings.Compose.Place, log, time) { Chosen = model.Chosen };

    /// <summary>The engine's name for the image of a service that <see cref="BuildAsync"/> built.</summary>
    public string ImageOf(string service) => $"{ProjectName}-{service}".ToLowerInvariant();

    /// <summary>Builds all services that Compose builds, under this run's image names, and lays the pulled ones in by digest.</summary>
    /// <param name="pulled">Those of them that Compose would build are not built.</param>
    /// <exception cref="RunFailedException">A build failed; its output was printed. Exit code 4.</exception>
    public async Task BuildAsync(IReadOnlyList<ReleasedImage> pulled, CancellationToken cancellation)
    {
        var present = model.Built.Intersect(pulled.Select(image => image.Service)).ToList();
        var built = model.Built.Except(present).ToList();
        var names = ComposeOverride.Render(model.FixedKeys, built.ToDictionary(service => service, ImageOf), pulled, present, model.Contexts, model.Shared);
        var file = run.Combine("compose.override.json");
        await File.WriteAllTextAsync(file, names, cancellation);
        var project = new ComposeProject { Name = ProjectName, Files = [.. model.Files, file], Directory = paths.Root, Profiles = settings.Compose.Profiles };
        _compose = new(docker, project);
        run.Note(record => record with { ComposeProject = ProjectName });

        if (built.Count == 0)
        {
            log.Information("There is nothing to build; project {0} runs images as they are pulled.", ProjectName);
            return;
        }

        log.Information("Building {0} as project {1}", string.Join(", ", built), ProjectName);
        var output = new TailedOutput(log, BuildTail);
        try
        {
            // Compose labels an image with its project's name: with this run's, no two builds of the same sources would be the same image.
            _working = true;
            foreach (var wave in BuildOrder.Of(built, model.Contexts))
            {
                var isAll = wave.Count == built.Count && model.Chosen.Count + present.Count == 0;
                await new ComposeCli(docker, project with { Name = settings.Application }).BuildAsync(new() { Services = isAll ? [] : wave }, output.Add, cancellation);
            }

            _working = false;
        }
        catch (ToolException)
        {
            output.Print();
            throw DoesNotBuild(output.Lines);
        }
    }

    private RunFailedException DoesNotBuild(IReadOnlyList<string> lines)
    {
        var (service, reason) = BuildFailure.Describe(lines);
        var what = service is null ? "the images" : model.DockerfileOf(service) is { } file ? $"the image of '{service}' ({file})" : $"the image of '{service}'";
        return new(
            ExitCodes.Application,
            $"{settings.PlaceOf(service is null ? "images" : $"images.{service}")}: {what} could not be built: {reason}. The builder's last lines are above; --verbosity=verbose shows all.");
    }

    /// <summary>Starts every service and waits until those with a health check are healthy.</summary>
    /// <exception cref="RunFailedException">Services did not start; they are named and their logs were printed. Exit code 4.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _working = true;
        var running = await Starter.UpAsync(cancellation);
        _working = false;
        IsStarted = true;
        log.Information("Started {0}", string.Join(", ", running.Select(container => container.Health is { Length: > 0 } health ? $"{container.Service} ({health})" : container.Service)));
    }

    /// <summary>Runs a command in a service's container and prints what it prints.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="RunFailedException">It took longer than allowed; exit code 4.</exception>
    public async Task<int> ExecAsync(string service, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            return await Compose.ExecAsync(
                new() { Service = service, Command = command, TimeLimit = timeout == Forever ? null : timeout }, line => log.Information("{0}", line), cancellation);
        }
        catch (ToolException slow) when (slow.TimedOut)
        {
            throw new RunFailedException(ExitCodes.Application, $"'{string.Join(' ', command)}' in service '{service}' did not end within {timeout.TotalSeconds:0} s and was stopped.");
        }
    }

    /// <summary>Runs a command in a service's container and gives its output instead of printing it; -1 when it took too long.</summary>
    public async Task<(int ExitCode, string Output)> ReadAsync(string service, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            var output = await Compose.CaptureAsync(new() { Service = service, Command = command, TimeLimit = timeout }, onLine: null, cancellation);
            return (output.ExitCode, output.Text);
        }
        catch (ToolException slow) when (slow.TimedOut)
        {
            return (-1, "");
        }
    }

    /// <summary>Runs a command in a service's container with variables of its own, whose values stand in no argument list.</summary>
    /// <param name="onLine">Called with each line of the command, of either stream.</param>
    /// <exception cref="ToolException">It took longer than its settings allow.</exception>
    public Task<ToolOutput> CaptureAsync(ComposeExecSettings settings, Action<string> onLine, CancellationToken cancellation) => Compose.CaptureAsync(settings, onLine, cancellation);

    /// <summary>Makes what bears the project's label the run's own, to be removed at its end however it ends; also where the application was not built.</summary>
    /// <returns>The labels of a container that is no service: Compose leaves it alone, and <see cref="StopAsync"/> removes it.</returns>
    public IReadOnlyDictionary<string, string> Adopt()
    {
        Interlocked.Increment(ref _adopted);
        run.Note(record => record with { ComposeProject = ProjectName });
        return new Dictionary<string, string> { [ComposeCleanup.ProjectLabel] = ProjectName, ["com.docker.compose.oneoff"] = "True" };
    }

    /// <summary>What <see cref="Adopt"/> was called for has ended and was not killed: nothing of it can appear any more.</summary>
    public void Release() => Interlocked.Decrement(ref _adopted);

    public Task PrintLogsAsync(IReadOnlyList<string> services, CancellationToken cancellation) => Starter.PrintLogsAsync(services, cancellation);

    /// <summary>Removes the project with its volumes and networks, and this run's image names.</summary>
    /// <param name="leaveAtOnce">Not the run's own cancellation, after which all this is done too. What is left then is said, and the next run removes it.</param>
    public async Task StopAsync(CancellationToken leaveAtOnce)
    {
        if (run.Record.ComposeProject is null) return;
        try
        {
            await new ComposeCleanup(docker, time).RemoveAsync(ProjectName, _working || _adopted > 0 ? StillnessAfterKill : Stillness, leaveAtOnce);
            run.Note(record => record with { ComposeProject = null });
            if (_compose is not null) log.Information("Took the Compose application down and removed the secrets.");
        }
        catch (OperationCanceledException)
        {
            log.Warning("Exited without clean-up: Compose project {0} may still be running. The next run in this working tree, or {1}=Down, removes it.", ProjectName, Options.Target);
        }

        (_compose, IsStarted) = (null, false);
    }
}

namespace Slipway.Docker.Prerequisites;

/// <summary>Takes the steps of an <see cref="InstallPlan"/> on this machine.</summary>
internal sealed class AptInstaller(DockerCli docker, PrerequisiteOptions options)
{
    private static readonly TimeSpan EngineStart = TimeSpan.FromSeconds(60);

    // What dockerd writes last when it ends on its own.
    private const string GivenUp = "failed to start daemon";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    public async Task TakeAsync(InstallStep step, CancellationToken cancellationToken)
    {
        options.Progress?.Invoke($"{step.Description}.");
        switch (step)
        {
            case InstallStep.Command command:
                await SystemPrograms.RunAsync(command.Arguments, readOutput: null, cancellationToken);
                break;
            case InstallStep.WriteFile file:
                await File.WriteAllTextAsync(file.FilePath, file.Content, cancellationToken);
                break;
            case InstallStep.StartEngine start:
                await StartEngineAsync(start, cancellationToken);
                break;
            default:
                throw new InvalidOperationException($"Nobody knows how to take the step '{step}'.");
        }
    }

    public static async Task<AptFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var policy = await SystemPrograms.RunAsync(["apt-cache", "policy", .. InstallPlan.Packages], readOutput: null, cancellationToken);
        return new(AptPolicy.Parse(policy.StandardOutput), [.. ReadSources()]);
    }

    private static IEnumerable<AptSource> ReadSources()
    {
        const string Main = "/etc/apt/sources.list";
        const string Parts = "/etc/apt/sources.list.d";
        IEnumerable<string> parts = Directory.Exists(Parts) ? Directory.EnumerateFiles(Parts).Order(StringComparer.Ordinal) : [];
        foreach (var file in parts.Prepend(Main).Where(File.Exists))
        {
            var sources = Path.GetExtension(file) switch
            {
                ".list" => AptSource.ParseLines(File.ReadAllText(file)),
                ".sources" => AptSource.ParseStanzas(File.ReadAllText(file)),
                _ => [],
            };
            foreach (var source in sources)
                yield return source;
        }
    }

    private async Task StartEngineAsync(InstallStep.StartEngine start, CancellationToken cancellationToken)
    {
        // Where init scripts run, installing the package has started the engine.
        if (await AnswersAsync(cancellationToken))
            return;

        await SystemPrograms.RunAsync(start.Arguments, readOutput: null, cancellationToken);
        var began = options.Time.GetTimestamp();
        while (!await AnswersAsync(cancellationToken))
        {
            var gaveUp = LogEnd(start).Any(line => line.Contains(GivenUp, StringComparison.Ordinal));
            if (gaveUp || options.Time.GetElapsedTime(began) > EngineStart)
                throw NotStarted(start);
            await Task.Delay(Poll, options.Time, cancellationToken);
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken) => await docker.VersionAsync(cancellationToken) is not null;

    private static PrerequisiteException NotStarted(InstallStep.StartEngine start)
    {
        var log = LogEnd(start).Select(line => $"\n    {line}");
        var where = start.LogFile is null ? "See: journalctl --unit docker." : $"The end of its log, {start.LogFile}:{string.Concat(log)}";
        var problem = $"The docker engine was started, but does not answer within {EngineStart.TotalSeconds:0} s.";
        var missing = new Prerequisite(PrerequisiteKind.Engine, problem, where);
        return new(missing.ToString(), [missing]);
    }

    private static IEnumerable<string> LogEnd(InstallStep.StartEngine start) =>
        start.LogFile is { } file && File.Exists(file) ? File.ReadLines(file).TakeLast(15) : [];
}

namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>A command line that was found valid.</summary>
/// <param name="Targets">In the order given, spelt as the tasks are; empty only when <paramref name="IsInformational"/>.</param>
/// <param name="ConfigFile">As given; relative to the working directory.</param>
/// <param name="WorkingDirectory">As given, relative to the folder of the caller; null when not given.</param>
/// <param name="IsDryRun">Tasks are listed, not run. Wins over tree and description, as in Frosting.</param>
/// <param name="IsInformational">Help, version, info, tree or description: prints something and runs no task.</param>
/// <param name="Exclusive">The targets run without what they depend on.</param>
/// <param name="Force">What would be left alone is done all the same.</param>
/// <param name="Output">As given; relative to the working directory; null when nothing is to be written.</param>
public sealed record Invocation(
    IReadOnlyList<string> Targets,
    string? Environment,
    string? BuildNumber,
    string ConfigFile,
    string? WorkingDirectory,
    bool IsDryRun,
    bool IsInformational,
    bool IsHelp,
    bool Exclusive,
    bool Force,
    string? Output)
{
    internal const string DefaultSince = "10m";

    /// <summary><c>ec2</c> or <c>fargate</c>; null when not given.</summary>
    public string? LaunchType { get; init; }

    /// <summary><c>cluster/service</c>; null when not given.</summary>
    public string? FromService { get; init; }

    /// <summary>The environment that Promote takes its release from; null when not given.</summary>
    public string? From { get; init; }

    /// <summary>The file of a recorded release, relative to the repository; null when not given.</summary>
    public string? Release { get; init; }

    /// <summary>How long to wait for another run's lock of the environment; zero when not given.</summary>
    public TimeSpan LockWait { get; init; }

    /// <summary>Until a deployment must be done; null for the configured time.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The build or the revision that Rollback goes to; null when not given.</summary>
    public string? To { get; init; }

    /// <summary>A deployment is only started.</summary>
    public bool NoWait { get; init; }

    /// <summary>A deployment that failed is left as it is.</summary>
    public bool NoRollback { get; init; }

    /// <summary>A deployment is done when the old tasks have ended, too.</summary>
    public bool UntilTerminated { get; init; }

    /// <summary>How far back Logs goes.</summary>
    public TimeSpan Since { get; init; } = Duration.Parse(DefaultSince)!.Time;

    /// <summary>Logs continues until interrupted.</summary>
    public bool Follow { get; init; }

    /// <summary>Program and arguments of Run; empty when not given.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Where Run runs them; null when not given.</summary>
    public string? Container { get; init; }

    /// <summary>Names of the test projects that Test runs, as given; empty for all.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    /// <summary>Which tests Test runs, as <c>dotnet test --filter</c> takes it; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>Test repeats in full what only many repetitions show.</summary>
    public bool Soak { get; init; }

    /// <summary>What the targets find is written to standard output as JSON, and nothing else is.</summary>
    public bool AnswersInJson { get; init; }
}

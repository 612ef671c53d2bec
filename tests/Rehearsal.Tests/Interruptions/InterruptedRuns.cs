using System.Diagnostics;
using System.Globalization;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Interruptions;

/// <summary>
/// Fixtures that interrupt runs, each in a copy of its own. What a run leaves is looked for by what only it has: a variable, and a folder
/// for temporary files.
/// </summary>
internal abstract class InterruptedRuns
{
    private const string Marker = "SLIPWAY_TEST_RUN";

    // A third of it where nothing else runs: who stops a build waits ten seconds before he kills it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly List<string> _times = [];
    private RehearsalCopy? _copy;
    private string _temporary = "";

    protected RehearsalCopy Copy => _copy ?? throw new InvalidOperationException("The copy is made before the first test.");

    [OneTimeSetUp]
    public async Task MakeCopyAsync()
    {
        _temporary = Directory.CreateTempSubdirectory("slipway-interrupted-").FullName;
        _copy = await CreateAsync();
        await PrepareAsync();
    }

    [OneTimeTearDown]
    public async Task TakeDownAsync()
    {
        await TestContext.Out.WriteLineAsync($"From the signal to the end of the process:\n  {string.Join("\n  ", _times)}");
        if (_copy is not null) await _copy.DisposeAsync();
        Directory.Delete(_temporary, recursive: true);
    }

    /// <summary>Goes back to what was committed, for the next test.</summary>
    [TearDown]
    public Task RestoreAsync() => Copy.Workspace.GitAsync(["checkout", "--quiet", "--force", "."], CancellationToken.None);

    protected virtual Task<RehearsalCopy> CreateAsync() => RehearsalCopy.CreateAsync();

    /// <summary>Starts the rehearsal.</summary>
    protected virtual async Task PrepareAsync()
    {
        var first = await RunAsync("--target=DownloadSecrets", "--env=local");
        Assert.That(first.ExitCode, Is.Zero);
    }

    /// <summary>An uninterrupted run.</summary>
    protected Task<CommandResult> RunAsync(params IReadOnlyList<string> arguments) => RehearsalCopy.RunAsync(CommandOf("none", arguments));

    /// <summary>Terminates a run in the middle of something, and expects that it ends in time, with the signal's exit code, and leaves nothing.</summary>
    protected Task<CommandResult> TerminateAsync(string what, string target, Moment moment, params IReadOnlyList<string> options) =>
        InterruptAsync(what, target, moment, running => running.Signal("TERM"), exitCode: 143, options);

    /// <param name="what">What is interrupted, for the table of times.</param>
    /// <param name="signal">Called once.</param>
    protected Task<CommandResult> InterruptAsync(string what, string target, Moment moment, Action<RunningCommand> signal, int exitCode, params IReadOnlyList<string> options) =>
        InterruptAsync(
            what,
            target,
            moment,
            running =>
            {
                signal(running);
                return Task.CompletedTask;
            },
            exitCode,
            options);

    /// <param name="signals">Sends several until the run has ended.</param>
    /// <inheritdoc cref="TerminateAsync"/>
    protected async Task<CommandResult> InterruptAsync(string what, string target, Moment moment, Func<RunningCommand, Task> signals, int exitCode, params IReadOnlyList<string> options)
    {
        var before = Files();
        var id = Guid.NewGuid().ToString("N");
        await using var running = CommandRunner.Start(CommandOf(id, [$"--target={target}", "--env=local", .. options]));
        await moment.ComesAsync(running, () => Processes.With(Marker, id), TestContext.CurrentContext.CancellationToken);

        var clock = Stopwatch.StartNew();
        await signals(running);
        var result = await running.WaitAsync(TestContext.CurrentContext.CancellationToken);
        var time = clock.Elapsed;

        var left = await LeftAsync(id, before);
        _times.Add(string.Create(CultureInfo.InvariantCulture, $"{what,-40} {time.TotalSeconds,5:0.0} s"));
        await TestContext.Out.WriteLineAsync($"{result.Output}{result.Error}[exit code {result.ExitCode} after {time.TotalSeconds:0.0} s]");
        Assert.That(left, Is.Empty);
        Assert.That(result.ExitCode, Is.EqualTo(exitCode));
        Assert.That(result.Error, Does.Contain(exitCode == 143 ? "SIGTERM" : "SIGINT"));
        Assert.That(time, Is.LessThan(Limit));
        return result;
    }

    /// <summary>Sends a run several signals, and checks nothing that it leaves.</summary>
    /// <returns>How it ended, and how long after the first signal.</returns>
    protected async Task<(CommandResult Result, TimeSpan Time)> LeaveAsync(string target, Moment moment, Func<RunningCommand, Task> signals)
    {
        var id = Guid.NewGuid().ToString("N");
        await using var running = CommandRunner.Start(CommandOf(id, $"--target={target}", "--env=local"));
        await moment.ComesAsync(running, () => Processes.With(Marker, id), TestContext.CurrentContext.CancellationToken);
        var clock = Stopwatch.StartNew();
        await signals(running);
        return (await running.WaitAsync(TestContext.CurrentContext.CancellationToken), clock.Elapsed);
    }

    /// <summary>Kills a run, which can take nothing back.</summary>
    protected async Task KillAsync(string target, Moment moment)
    {
        var id = Guid.NewGuid().ToString("N");
        await using var running = CommandRunner.Start(CommandOf(id, $"--target={target}", "--env=local"));
        await moment.ComesAsync(running, () => Processes.With(Marker, id), TestContext.CurrentContext.CancellationToken);
        running.SignalGroup("KILL");
        await running.WaitAsync(TestContext.CurrentContext.CancellationToken);
    }

    /// <summary>Leaves out what the test does not check.</summary>
    protected void Skip(params IReadOnlyList<string> tasks) => Copy.Replace("slipway.yml", "  local:\n", $"  local:\n    skip: [{string.Join(", ", tasks)}]\n");

    private Command CommandOf(string id, params IReadOnlyList<string> arguments)
    {
        var script = Copy.BuildScript(arguments);
        return script with
        {
            // In a session of its own: a terminal's foreground job, to which Ctrl-C is sent as a whole.
            FileName = "setsid",
            Arguments = [script.FileName, .. script.Arguments],
            Environment = new Dictionary<string, string?> { [Marker] = id, ["TMPDIR"] = _temporary },
        };
    }

    private async Task<IReadOnlyList<string>> LeftAsync(string id, HashSet<string> before) =>
    [
        .. Processes.With(Marker, id),
        .. await Copy.LeftOfRunsAsync(),
        .. Files().Except(before).Select(file => $"file {file}"),
        .. Directory.GetFileSystemEntries(_temporary).Where(entry => !IsOfTheRuntime(Path.GetFileName(entry))),
    ];

    /// <summary>What .NET makes for debuggers while a process lives: LocalAws does, after the run.</summary>
    private static bool IsOfTheRuntime(string name) =>
        name.StartsWith("dotnet-diagnostic-", StringComparison.Ordinal) || name.StartsWith("clr-debug-pipe-", StringComparison.Ordinal);

    /// <summary>Everything in the working tree but git's own files and the state of LocalAws.</summary>
    private HashSet<string> Files() =>
    [
        .. Directory.EnumerateFileSystemEntries(Copy.Workspace.Root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Copy.Workspace.Root, file))
            .Where(file => !file.StartsWith(".git/", StringComparison.Ordinal) && !file.StartsWith(".slipway/local-aws/", StringComparison.Ordinal)),
    ];
}

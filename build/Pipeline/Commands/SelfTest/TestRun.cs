using System.Diagnostics;
using Slipway.Docker;
using Slipway.Docker.Prerequisites;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.SelfTest;

/// <summary>Builds the test projects and runs them side by side, in a temporary folder of the run's own that is removed with everything in it.</summary>
public sealed class TestRun(TestProjects projects, Invocation invocation, Paths paths, Interruption interruption, DockerFactory dockers, ILog log, TimeProvider time)
{
    /// <summary>How many projects run at a time: the two with containers, which wait more than they compute, and beside them the others one after the other.</summary>
    private const int Lanes = 3;

    /// <summary>CI servers end a build that prints nothing for some minutes.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly DotNetCommand _dotnet = new(paths.Slipway);
    private readonly TestRemains _remains = new(dockers.Create(), Path.TrimEndingDirectorySeparator(Path.GetTempPath()), time);

    private string Results => Path.Combine(paths.TestResults, "slipway");

    /// <exception cref="RunFailedException">The tests do not compile, or the filter matches none.</exception>
    public async Task<IReadOnlyList<TestReport>> RunAsync(CancellationToken cancellation)
    {
        var selected = projects.Selected();
        Report("Removed what an earlier run of the tests had left", await _remains.RemoveAbandonedAsync(cancellation));
        // Beside each other: the image comes from the network, the compilers take the cores.
        await Task.WhenAll(BuildAsync(selected, cancellation), EnsureBaseImageAsync(cancellation));
        using var folder = TestFolder.Create(Path.GetTempPath());
        try
        {
            var reports = await RunAsync(selected, folder, cancellation);
            return invocation.Get(Options.Filter) is not { } filter || TestReport.Total(reports).Count > 0
                ? reports
                : throw new RunFailedException(ExitCodes.Configuration, $"{Options.Filter}: no test matches '{filter}' in {string.Join(", ", selected.Select(TestProjects.NameOf))}.");
        }
        finally
        {
            var left = await _remains.RemoveAsync(folder.FullPath, interruption.LeaveAtOnce);
            Report("Removed what the tests had left", [.. left.Where(what => what != $"folder {folder.FullPath}")]);
        }
    }

    private async Task BuildAsync(IReadOnlyList<string> selected, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Results);
        var begin = time.GetTimestamp();
        log.Information("Building the tests…");
        await WithProgressAsync(() => "building the tests", async () =>
        {
            var exitCode = await _dotnet.RunAsync(DotNetCommand.Build(projects.IsPartial ? selected : []), DotNetCommand.Quick, Print, cancellation);
            if (exitCode != 0) throw new RunFailedException(ExitCodes.Unexpected, "The tests do not compile; the compiler's messages are above.");
        });
        log.Information("Built the tests in {0}.", TestReport.Clock(time.GetElapsedTime(begin)));
    }

    /// <summary>Before the tests, of which many start at once what is built from it. Those that need no image run without it.</summary>
    private async Task EnsureBaseImageAsync(CancellationToken cancellation)
    {
        try
        {
            var options = new PrerequisiteOptions { WorkingDirectory = paths.Slipway, Time = time, Progress = Print };
            await new BaseImage(dockers.Create(), options).EnsureAsync(BaseImage.DefaultReference, cancellation);
        }
        catch (PrerequisiteException exception)
        {
            log.Warning("{0}", exception.Message);
        }
    }

    private async Task<IReadOnlyList<TestReport>> RunAsync(IReadOnlyList<string> selected, TestFolder folder, CancellationToken cancellation)
    {
        var outputs = selected.Select(TestProjects.NameOf).ToDictionary(name => name, name => new TestOutput(name, Print));
        List<string> running = [];
        List<TestReport> reports = [];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancellation };
        await WithProgressAsync(
            () =>
            {
                lock (running) return string.Join(", ", running.Select(name => outputs[name].ToString()));
            },
            // In order, and one at a time: a lane takes the next project when it has done with the one before.
            () => Parallel.ForEachAsync(selected, parallel, async (project, token) =>
            {
                var name = TestProjects.NameOf(project);
                lock (running) running.Add(name);
                var report = await RunAsync(project, folder, outputs[name], token);
                lock (running)
                {
                    running.Remove(name);
                    reports.Add(report);
                }

                log.Information("{0}: {1} in {2}", name, report.Totals, TestReport.Clock(report.Duration));
            }));
        return reports;
    }

    private async Task<TestReport> RunAsync(string project, TestFolder folder, TestOutput output, CancellationToken cancellation)
    {
        var name = TestProjects.NameOf(project);
        var file = Path.Combine(Results, $"{name}.trx");
        File.Delete(file);
        var begin = Stopwatch.GetTimestamp();
        var exitCode = await _dotnet.RunAsync(DotNetCommand.Test(project, Results, invocation.Get(Options.Filter)), Variables(folder), output.OnLine, cancellation);
        var duration = Stopwatch.GetElapsedTime(begin);
        if (!File.Exists(file))
            return exitCode == 0 && invocation.Get(Options.Filter) is not null ? new(name, TestTotals.None, duration, []) : TestReport.Broken(name, duration, $"{name} ended with exit code {exitCode} and without a report.");
        var report = TestReport.Read(name, file, duration);
        return exitCode == 0 || report.Totals.Failed > 0 ? report : report with { Totals = report.Totals with { Failed = 1, Failures = [$"{name} ended with exit code {exitCode}, though no test failed."] } };
    }

    private Dictionary<string, string> Variables(TestFolder folder)
    {
        // No compiler that a test starts may outlive it and keep files of the folder open.
        var variables = new Dictionary<string, string>(DotNetCommand.Quick) { ["TMPDIR"] = folder.FullPath, ["MSBUILDDISABLENODEREUSE"] = "1" };
        // Each run has a registry of its own, and the engine compresses the base image for every one that lacks it: a tenth of all the processor's time.
        variables[EnvironmentVariables.Layers] = Path.Combine(folder.FullPath, "layers");
        if (invocation.Get(Options.Soak)) variables[EnvironmentVariables.Soak] = "1";
        return variables;
    }

    private async Task WithProgressAsync(Func<string> progress, Func<Task> work)
    {
        using var ended = new CancellationTokenSource();
        var begin = time.GetTimestamp();
        var reporting = ReportProgressAsync(progress, begin, ended.Token);
        try
        {
            await work();
        }
        finally
        {
            await ended.CancelAsync();
            await reporting;
        }
    }

    private async Task ReportProgressAsync(Func<string> progress, long begin, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended)) log.Information("{0}  {1}", TestReport.Clock(time.GetElapsedTime(begin)), progress());
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    private void Print(string line) => log.Information("{0}", line);

    private void Report(string what, IReadOnlyList<string> removed)
    {
        if (removed.Count > 0) log.Warning("{0}:\n  {1}", what, string.Join("\n  ", removed));
    }
}

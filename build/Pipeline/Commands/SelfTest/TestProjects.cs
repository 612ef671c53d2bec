using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.Build;
using Cake.Common.Tools.DotNet.Test;
using Cake.Core;
using Cake.Core.Diagnostics;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.SelfTest;

/// <summary>Slipway's own test projects: built once, then run one after the other, those that drive whole runs last.</summary>
public sealed class TestProjects(ICakeContext context, Paths paths)
{
    private const string WholeRuns = "Rehearsal.Tests";

    private string Results => Path.Combine(paths.TestResults, "slipway");

    /// <exception cref="CakeException">The solution does not compile.</exception>
    public TestTotals Run()
    {
        Directory.CreateDirectory(Results);
        context.DotNetBuild(Path.Combine(paths.Slipway, "Slipway.slnx"), new DotNetBuildSettings { NoLogo = true, Verbosity = DotNetVerbosity.Quiet });
        var projects = Directory.GetFiles(Path.Combine(paths.Slipway, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
            .OrderBy(project => Path.GetFileNameWithoutExtension(project) == WholeRuns).ThenBy(project => project, StringComparer.Ordinal).ToList();
        return projects.Select(Run).Aggregate(TestTotals.None, (sum, totals) => sum + totals);
    }

    private TestTotals Run(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var report = Path.Combine(Results, $"{name}.trx");
        File.Delete(report);
        var passed = true;
        context.DotNetTest(project, new DotNetTestSettings
        {
            NoBuild = true,
            NoLogo = true,
            ResultsDirectory = Results,
            // Whole runs take their time: who waits for them sees each that has ended.
            Loggers = [$"trx;LogFileName={name}.trx", $"console;verbosity={(name == WholeRuns ? "normal" : "minimal")}"],
            HandleExitCode = exitCode =>
            {
                passed = exitCode == 0;
                return true;
            },
        });
        if (!File.Exists(report))
        {
            return TestTotals.None with { Failed = 1, Failures = [$"{name} ended without a report."] };
        }

        var totals = TestTotals.Read(report);
        context.Log.Information("{0}: {1}", name, totals);
        return passed || totals.Failed > 0 ? totals : totals with { Failed = 1, Failures = [$"{name} did not end as its tests did."] };
    }
}

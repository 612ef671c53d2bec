using System.Diagnostics;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>Carries a row of the table out in a copy of the repository: breaks, runs, compares, puts right.</summary>
internal static class FailingRun
{
    /// <summary>What says which build this is, or who may log in, where the tests run.</summary>
    public static readonly string[] NotFromHere =
    [
        "CI", "CODEBUILD_INITIATOR", "CODEBUILD_BUILD_NUMBER", "CODEBUILD_RESOLVED_SOURCE_VERSION", "BITBUCKET_BUILD_NUMBER", "BITBUCKET_COMMIT",
        "GITHUB_ACTIONS", "DOCKERHUB_USERNAME", "DOCKERHUB_PASSWORD", "SLIPWAY_INSTALL",
    ];

    /// <param name="compareAsync">Compares the world before and after: called before the run, and what it gives after it.</param>
    public static async Task CheckAsync(RehearsalCopy copy, FailureCase broken, Func<Task<Func<Task>>> compareAsync)
    {
        var temporary = Directory.CreateTempSubdirectory("slipway-failures-").FullName;
        try
        {
            await broken.Break(copy);
            var changed = await copy.Workspace.GitAsync(["status", "--porcelain"], CancellationToken.None);
            var compare = await compareAsync();
            var begin = Stopwatch.GetTimestamp();

            var result = await RehearsalCopy.RunAsync(Command(copy, broken, temporary));

            await TestContext.Out.WriteLineAsync($"[{Stopwatch.GetElapsedTime(begin).TotalSeconds:0.0} s]");
            var output = result.Output + result.Error;
            foreach (var text in broken.Says) Assert.That(output, Does.Contain(text));
            Assert.That(result.ExitCode, Is.EqualTo(broken.ExitCode));
            Assert.That(await copy.LeftOfRunsAsync(), Is.Empty);
            Assert.That(World.Leftovers(temporary), Is.Empty);
            Assert.That(await copy.Workspace.GitAsync(["status", "--porcelain"], CancellationToken.None), Is.EqualTo(changed));
            await broken.Then(copy, result);
            await compare();
        }
        finally
        {
            await copy.Workspace.GitAsync(["checkout", "--quiet", "."], CancellationToken.None);
            await copy.Workspace.GitAsync(["clean", "-d", "--force", "--quiet"], CancellationToken.None);
            Directory.Delete(temporary, recursive: true);
            await broken.Fix(copy);
        }
    }

    private static Command Command(RehearsalCopy copy, FailureCase broken, string temporary)
    {
        var variables = NotFromHere.ToDictionary(name => name, _ => (string?)null);
        variables["TMPDIR"] = temporary;
        foreach (var (name, value) in broken.Variables(copy)) variables[name] = value;
        return copy.BuildScript(broken.Command) with { Environment = variables };
    }
}

using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>What makes build.sh compile, and what does not.</summary>
[TestFixture]
internal sealed class RecompilationTests
{
    private static Workspace Workspace => FreshCopy.Workspace;

    private static CancellationToken Cancellation => TestContext.CurrentContext.CancellationToken;

    [OneTimeSetUp]
    public Task MakeCopy() => FreshCopy.MakeAsync();

    [TearDown]
    public Task GoBackToTheFirstCommit() => Workspace.GitAsync(["checkout", "--quiet", "--force", "main"], CancellationToken.None);

    [Test]
    public void Two_first_runs_at_once_both_succeed_and_compile_once()
    {
        var compiled = FreshCopy.FirstRuns.Where(run => run.Error.Contains(Probe.Compiling, StringComparison.Ordinal));
        var errors = string.Join("--\n", FreshCopy.FirstRuns.Select(run => run.Error));

        Assert.That(FreshCopy.FirstRuns.Select(run => (run.ExitCode, run.Output)), Is.All.EqualTo((0, "first")), errors);
        Assert.That(compiled.Count(), Is.EqualTo(1), errors);
    }

    [Test]
    public async Task A_second_run_does_not_compile()
    {
        await FreshCopy.RunAsync("version");

        var result = await FreshCopy.RunAsync("version");

        Assert.That(result, Is.EqualTo(new CommandResult(0, "first", "")));
    }

    [Test]
    public async Task A_touched_source_is_not_compiled_again()
    {
        await FreshCopy.RunAsync("version");
        File.SetLastWriteTimeUtc(Workspace.PathOf(Probe.File), DateTime.UtcNow.AddSeconds(5));

        var result = await FreshCopy.RunAsync("version");

        Assert.That(result, Is.EqualTo(new CommandResult(0, "first", "")));
    }

    [Test]
    public async Task What_dotnet_build_leaves_below_the_sources_is_not_looked_at()
    {
        await FreshCopy.RunAsync("version");
        foreach (var folder in new[] { "bin", "obj" })
        {
            Directory.CreateDirectory(Workspace.PathOf($"build/Pipeline/{folder}/Debug"));
            await File.WriteAllTextAsync(Workspace.PathOf($"build/Pipeline/{folder}/Debug/Generated.cs"), "this is not C#", Cancellation);
        }

        var result = await FreshCopy.RunAsync("version");

        Assert.That(result, Is.EqualTo(new CommandResult(0, "first", "")));
    }

    [Test]
    public async Task An_edited_source_is_compiled_even_if_its_size_and_time_are_as_before()
    {
        var time = File.GetLastWriteTimeUtc(Workspace.PathOf(Probe.File));
        Probe.Write(Workspace, "fresh");
        File.SetLastWriteTimeUtc(Workspace.PathOf(Probe.File), time);

        var result = await FreshCopy.RunAsync("version");

        Assert.That(result, Is.EqualTo(new CommandResult(0, "fresh", Probe.Compiling)));
    }

    [TestCase("Directory.Packages.props")]
    [TestCase("build/Pipeline/Pipeline.csproj")]
    public async Task An_edited_project_file_is_compiled(string file)
    {
        await File.AppendAllTextAsync(Workspace.PathOf(file), "<!-- edited -->\n", Cancellation);

        var result = await FreshCopy.RunAsync("version");

        Assert.That(result, Is.EqualTo(new CommandResult(0, "first", Probe.Compiling)));
    }

    [Test]
    public async Task A_branch_is_compiled_once_and_switching_there_and_back_uses_what_is_kept()
    {
        await Workspace.GitAsync(["checkout", "--quiet", "-B", "other"], Cancellation);
        Probe.Write(Workspace, "other");
        await Workspace.CommitAsync("Another version", Cancellation);
        await Workspace.GitAsync(["checkout", "--quiet", "main"], Cancellation);
        await FreshCopy.RunAsync("version");
        await Workspace.GitAsync(["checkout", "--quiet", "other"], Cancellation);
        var compiled = await FreshCopy.RunAsync("version");

        await Workspace.GitAsync(["checkout", "--quiet", "main"], Cancellation);
        var there = await FreshCopy.RunAsync("version");
        await Workspace.GitAsync(["checkout", "--quiet", "other"], Cancellation);
        var back = await FreshCopy.RunAsync("version");

        Assert.That(compiled, Is.EqualTo(new CommandResult(0, "other", Probe.Compiling)));
        Assert.That(there, Is.EqualTo(new CommandResult(0, "first", "")));
        Assert.That(back, Is.EqualTo(new CommandResult(0, "other", "")));
    }

    [Test]
    public async Task A_source_that_does_not_compile_shows_the_compilers_errors_and_nothing_stale_runs()
    {
        await File.WriteAllTextAsync(Workspace.PathOf(Probe.File), "return missing;\n", Cancellation);

        var result = await FreshCopy.RunAsync("version");

        var project = Workspace.PathOf("build/Pipeline/Pipeline.csproj");
        var error = $"{Workspace.PathOf(Probe.File)}(1,8): error CS0103: The name 'missing' does not exist in the current context [{project}]\n";
        Assert.That(result, Is.EqualTo(new CommandResult(1, "", $"{Probe.Compiling}{error}Slipway was not run: its sources do not compile.\n")));
    }

    [Test]
    public async Task A_source_that_is_edited_while_it_is_compiled_is_compiled_again()
    {
        Probe.Write(Workspace, "before");
        await using var running = CommandRunner.Start(FreshCopy.BuildScript("version"));
        await running.WaitForErrorAsync(Probe.Compiling, Cancellation);

        Probe.Write(Workspace, "after");
        var result = await running.WaitAsync(Cancellation);

        const string Changed = "The sources were changed while they were compiled (attempt 1 of 3).\n";
        Assert.That(result, Is.EqualTo(new CommandResult(0, "after", $"{Probe.Compiling}{Changed}{Probe.Compiling}")));
    }

    [Test]
    public async Task On_a_build_server_it_compiles_too_and_no_tracked_file_changes()
    {
        Probe.Write(Workspace, "server");
        await Workspace.GitAsync(["checkout", "--quiet", "-B", "server"], Cancellation);
        await Workspace.CommitAsync("A version for a build server", Cancellation);
        var command = FreshCopy.BuildScript("version") with { Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["CI"] = "true" } };

        var result = await CommandRunner.RunAsync(command, Cancellation);

        Assert.That(result, Is.EqualTo(new CommandResult(0, "server", Probe.Compiling)));
        Assert.That(await Workspace.GitAsync(["status", "--porcelain"], Cancellation), Is.Empty);
    }
}

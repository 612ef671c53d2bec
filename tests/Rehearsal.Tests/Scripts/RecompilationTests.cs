using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>What makes a script compile, and what does not.</summary>
[TestFixture(EntryPoint.Bash)]
[TestFixture(EntryPoint.PowerShell)]
internal sealed class RecompilationTests(EntryPoint entryPoint)
{
    private ScriptCopy _copy = null!;
    private IReadOnlyList<CommandResult> _firstRuns = [];

    private Workspace Workspace => _copy.Workspace;

    private static CancellationToken Cancellation => TestContext.CurrentContext.CancellationToken;

    [OneTimeSetUp]
    public async Task MakeCopy()
    {
        var first = await FirstCompile.OfAsync(entryPoint);
        (_copy, _firstRuns) = (first.Copy, first.Runs);
    }

    [TearDown]
    public Task GoBackToTheFirstCommit() => _copy.GoBackAsync();

    [Test]
    public void Two_first_runs_at_once_both_succeed_and_compile_once()
    {
        var waiting = $"Waiting for another {_copy.Name}, which is compiling…\n";
        var errors = string.Join("--\n", _firstRuns.Select(run => run.Error));

        Assert.That(_firstRuns.Select(run => (run.ExitCode, run.Output)), Is.All.EqualTo((0, "first")), errors);
        Assert.That(_firstRuns.Select(run => run.Error), Has.One.EqualTo($"{Probe.CompilingFirst}Compiled in N s.\n").And.One.AnyOf("", waiting));
    }

    [Test]
    public async Task Neither_a_second_run_nor_a_touched_source_nor_what_dotnet_build_leaves_below_the_sources_is_compiled()
    {
        await _copy.RunAsync("version");

        var second = await _copy.RunAsync("version");
        File.SetLastWriteTimeUtc(Workspace.PathOf(Probe.File), DateTime.UtcNow.AddSeconds(5));
        var touched = await _copy.RunAsync("version");
        foreach (var folder in new[] { "bin", "obj" })
        {
            Directory.CreateDirectory(Workspace.PathOf($"build/Tool/{folder}/Debug"));
            await File.WriteAllTextAsync(Workspace.PathOf($"build/Tool/{folder}/Debug/Generated.cs"), "this is not C#", Cancellation);
        }

        var built = await _copy.RunAsync("version");

        Assert.That(new[] { second, touched, built }, Is.All.EqualTo(new CommandResult(0, "first", "")));
    }

    [Test]
    public async Task An_edited_source_is_compiled_even_if_its_size_and_time_are_as_before()
    {
        var time = File.GetLastWriteTimeUtc(Workspace.PathOf(Probe.File));
        Probe.Write(Workspace, "fresh");
        File.SetLastWriteTimeUtc(Workspace.PathOf(Probe.File), time);

        var result = await _copy.RunAsync("version");

        Assert.That(result, Is.EqualTo(new CommandResult(0, "fresh", Probe.Compiled)));
    }

    [TestCase("Directory.Packages.props")]
    [TestCase(Probe.Project)]
    public async Task An_edited_project_file_is_compiled(string file)
    {
        await File.AppendAllTextAsync(Workspace.PathOf(file), "<!-- edited -->\n", Cancellation);

        var result = await _copy.RunAsync("version");

        Assert.That(result, Is.EqualTo(new CommandResult(0, "first", Probe.Compiled)));
    }

    [Test]
    public async Task A_branch_is_compiled_once_and_switching_there_and_back_uses_what_is_kept()
    {
        await Workspace.GitAsync(["checkout", "--quiet", "-B", "other"], Cancellation);
        Probe.Write(Workspace, "other");
        await Workspace.CommitAsync("Another version", Cancellation);
        await Workspace.GitAsync(["checkout", "--quiet", "main"], Cancellation);
        await _copy.RunAsync("version");
        await Workspace.GitAsync(["checkout", "--quiet", "other"], Cancellation);
        var compiled = await _copy.RunAsync("version");

        await Workspace.GitAsync(["checkout", "--quiet", "main"], Cancellation);
        var there = await _copy.RunAsync("version");
        await Workspace.GitAsync(["checkout", "--quiet", "other"], Cancellation);
        var back = await _copy.RunAsync("version");

        Assert.That(compiled, Is.EqualTo(new CommandResult(0, "other", Probe.Compiled)));
        Assert.That(there, Is.EqualTo(new CommandResult(0, "first", "")));
        Assert.That(back, Is.EqualTo(new CommandResult(0, "other", "")));
    }

    [Test]
    public async Task A_source_that_does_not_compile_shows_the_compilers_errors_and_nothing_stale_runs()
    {
        await File.WriteAllTextAsync(Workspace.PathOf(Probe.File), "return missing;\n", Cancellation);

        var result = await _copy.RunAsync("version");

        var project = Workspace.PathOf(Probe.Project);
        var error = $"{Workspace.PathOf(Probe.File)}(1,8): error CS0103: The name 'missing' does not exist in the current context [{project}]\n";
        Assert.That(result, Is.EqualTo(new CommandResult(1, "", $"{Probe.Compiling}{error}Slipway was not run: its sources do not compile.\n")));
    }

    [Test]
    public async Task A_source_that_is_edited_while_it_is_compiled_is_compiled_again()
    {
        Probe.Write(Workspace, "before");
        await using var running = CommandRunner.Start(_copy.Script("version"));
        await running.WaitForErrorAsync(Probe.Compiling, Cancellation);

        Probe.Write(Workspace, "after");
        var result = ScriptCopy.WithoutTimes(await running.WaitAsync(Cancellation));

        const string Changed = "The sources were changed while they were compiled (attempt 1 of 3).\n";
        Assert.That(result, Is.EqualTo(new CommandResult(0, "after", $"{Probe.Compiled}{Changed}{Probe.Compiled}")));
    }

    [Test]
    public async Task On_a_build_server_it_compiles_too_and_no_tracked_file_changes()
    {
        Probe.Write(Workspace, "server");
        await Workspace.GitAsync(["checkout", "--quiet", "-B", "server"], Cancellation);
        await Workspace.CommitAsync("A version for a build server", Cancellation);
        var command = _copy.Script("version") with { Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["CI"] = "true" } };

        var result = await ScriptCopy.RunAsync(command);

        Assert.That(result, Is.EqualTo(new CommandResult(0, "server", Probe.Compiled)));
        Assert.That(await Workspace.GitAsync(["status", "--porcelain"], Cancellation), Is.Empty);
    }
}


using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Tests.Runs;

public sealed class RunDirectoryTests
{
    private string _root = "";

    [SetUp]
    public void MakeRoot() => _root = Directory.CreateTempSubdirectory("slipway-runs-").FullName;

    [TearDown]
    public void RemoveRoot() => Directory.Delete(_root, recursive: true);

    [Test]
    public void What_a_killed_run_wrote_is_found_by_the_next_and_the_users_own_file_comes_back()
    {
        var state = Path.Combine(_root, ".slipway");
        var file = Path.Combine(_root, ".env");
        var killed = RunDirectory.Create(state);
        File.WriteAllText(killed.Combine("kept-0"), "the user's");
        killed.Note(record => record with { ComposeProject = "slipway-shop-1", Files = [new(file, killed.Combine("kept-0"))] });
        File.WriteAllText(file, "a secret");

        var abandoned = RunDirectory.Abandoned(state).Single();
        var project = abandoned.Record.ComposeProject;
        abandoned.Note(record => record with { ComposeProject = null });
        abandoned.Clear();

        Assert.That(project, Is.EqualTo("slipway-shop-1"));
        Assert.That(File.ReadAllText(file), Is.EqualTo("the user's"));
        Assert.That(RunDirectory.Abandoned(state), Is.Empty);
    }

    [Test]
    public void What_could_not_be_taken_down_stays_on_record_for_the_next_run_without_a_secret()
    {
        var file = Path.Combine(_root, ".env");
        var run = RunDirectory.Create(_root);
        run.Note(record => record with { ComposeProject = "slipway-shop-1", Files = [new(file, Kept: null)] });
        File.WriteAllText(file, "a secret");
        File.WriteAllText(run.Combine("compose.override.json"), "{}");
        File.WriteAllText(Path.Combine(run.MakeFolder("tmp"), "config.json"), "a login");

        run.Clear();

        var left = RunDirectory.Abandoned(_root).Single();
        Assert.That((left.Record.ComposeProject, left.Record.Files.Count), Is.EqualTo(("slipway-shop-1", 0)));
        Assert.That(Directory.GetFileSystemEntries(run.FullPath), Is.EqualTo(new[] { run.Combine("record.json") }));
        Assert.That(File.Exists(file), Is.False);
    }

    [Test]
    public void A_file_that_was_killed_half_written_goes_too()
    {
        var run = RunDirectory.Create(_root);
        run.Note(record => record with { Files = [new(Path.Combine(_root, ".env"), Kept: null)] });
        File.WriteAllText(Path.Combine(_root, "..env.0123abcd.partial"), "half a secret");

        run.RemoveFiles();

        Assert.That(Directory.GetFiles(_root), Is.Empty);
    }

    [Test]
    public void The_users_own_file_stays_when_the_run_was_killed_before_it_moved_it_away()
    {
        var file = Path.Combine(_root, ".env");
        var run = RunDirectory.Create(_root);
        run.Note(record => record with { Files = [new(file, run.Combine("kept-0"))] });
        File.WriteAllText(file, "the user's");

        run.Clear();

        Assert.That(File.ReadAllText(file), Is.EqualTo("the user's"));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no file modes.")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Its_folder_is_for_its_owner_only()
    {
        var run = RunDirectory.Create(_root);

        Assert.That(File.GetUnixFileMode(run.FullPath), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Test]
    public void A_second_run_in_the_same_working_tree_is_told_who_has_it()
    {
        using var first = WorkingTreeLock.Acquire(_root, TimeProvider.System);

        var refused = Assert.Throws<RunFailedException>(() => WorkingTreeLock.Acquire(_root, TimeProvider.System));

        Assert.That(refused!.ExitCode, Is.EqualTo(ExitCodes.Locked));
        Assert.That(refused.Message, Does.StartWith($"Another run uses this working tree: process {Environment.ProcessId}, since "));
    }

    [Test]
    public void The_working_tree_is_free_again_when_the_first_run_has_ended()
    {
        WorkingTreeLock.Acquire(_root, TimeProvider.System).Dispose();

        Assert.That(() => WorkingTreeLock.Acquire(_root, TimeProvider.System).Dispose(), Throws.Nothing);
    }
}

using Slipway.Pipeline.Failures;
using Slipway.Pipeline.Runs;

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
        abandoned.Clear();

        Assert.That(abandoned.Record.ComposeProject, Is.EqualTo("slipway-shop-1"));
        Assert.That(File.ReadAllText(file), Is.EqualTo("the user's"));
        Assert.That(RunDirectory.Abandoned(state), Is.Empty);
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

using System.Runtime.Versioning;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>Runs that meet in one working tree: at the same time, one after another that was killed, and with files of the user's.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class WorkingTreeTests
{
    // No line end at the end, carriage returns, a byte that is no UTF-8.
    private static readonly byte[] TheUsersOwn = [.. "MINE=1\r\n# not yours\nTOKEN="u8, 0xff];
    private const UnixFileMode TheUsersMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private RehearsalCopy _copy = null!;
    private Func<Task> _compareAsync = null!;

    private string EnvFile => _copy.Workspace.PathOf(".env");

    [OneTimeSetUp]
    public async Task CloneAsync() => _copy = await DeployedCopy.CloneAsync();

    [OneTimeTearDown]
    public async Task RemoveCloneAsync()
    {
        if (_copy is not null) await _copy.DisposeAsync();
    }

    [SetUp]
    public async Task WriteAFileOfTheUsers()
    {
        _compareAsync = await DeployedCopy.CompareAsync(_copy);
        await File.WriteAllBytesAsync(EnvFile, TheUsersOwn);
        File.SetUnixFileMode(EnvFile, TheUsersMode);
    }

    [TearDown]
    public void RemoveIt() => File.Delete(EnvFile);

    [Test]
    public async Task A_file_of_the_users_is_there_again_byte_for_byte_after_a_run_that_succeeds_and_one_that_fails()
    {
        var done = await _copy.RunAsync("--target=DownloadSecrets", "--env=local");
        Assert.That(done.ExitCode, Is.Zero);
        await NothingIsChangedAsync();

        _copy.Replace("slipway.yml", "{env}/APNS-Key.p8", "{env}/APNS-Kye.p8");
        var failed = await _copy.RunAsync("--target=DownloadSecrets", "--env=local");
        await _copy.Workspace.GitAsync(["checkout", "--quiet", "."], CancellationToken.None);

        Assert.That(failed.ExitCode, Is.EqualTo(3));
        await NothingIsChangedAsync();
    }

    [Test]
    public async Task A_second_run_at_the_same_time_is_refused_and_does_the_first_no_harm()
    {
        await using var first = CommandRunner.Start(_copy.BuildScript("--target=ComposeUp", "--env=local"));
        await first.WaitForOutputAsync("Building ", CancellationToken.None);

        var second = await _copy.RunAsync("--target=DownloadSecrets", "--env=local");
        var down = await _copy.RunAsync("--target=Down", "--env=local");

        Assert.That((second.ExitCode, down.ExitCode), Is.EqualTo((8, 8)));
        foreach (var refused in new[] { second, down })
        {
            Assert.That(refused.Error, Does.Contain($"process {first.Id}, since "));
        }

        var done = await first.WaitAsync(CancellationToken.None);
        Assert.That(done.ExitCode, Is.Zero, done.Output + done.Error);
        await NothingIsChangedAsync();
    }

    [Test]
    public async Task What_a_killed_run_left_is_removed_by_the_next_which_succeeds()
    {
        await using (var killed = CommandRunner.Start(_copy.BuildScript("--target=ComposeUp", "--env=local")))
        {
            await killed.WaitForOutputAsync("Building ", CancellationToken.None);
            await ContainersAsync();
            killed.Signal("KILL");
            Assert.That((await killed.WaitAsync(CancellationToken.None)).ExitCode, Is.EqualTo(137));
        }

        var left = await _copy.LeftOfRunsAsync();
        Assert.That(left, Has.Some.StartsWith("container ").And.Some.StartsWith("network ").And.Some.StartsWith("image ").And.Some.StartsWith("record ").And.Some.EqualTo("file app/storage/APNS-Key.p8"));
        Assert.That(await File.ReadAllBytesAsync(EnvFile), Is.Not.EqualTo(TheUsersOwn));

        var next = await _copy.RunAsync("--target=DownloadSecrets", "--env=local");

        Assert.That(next.ExitCode, Is.Zero);
        Assert.That(next.Output, Does.Match("run [0-9a-f]{8} "));
        await NothingIsChangedAsync();
    }

    private async Task ContainersAsync()
    {
        var begin = DateTime.UtcNow;
        while (!(await _copy.LeftOfRunsAsync()).Any(left => left.StartsWith("container ", StringComparison.Ordinal)))
        {
            Assert.That(DateTime.UtcNow - begin, Is.LessThan(TimeSpan.FromMinutes(3)), "No container was started.");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private async Task NothingIsChangedAsync()
    {
        Assert.That(await File.ReadAllBytesAsync(EnvFile), Is.EqualTo(TheUsersOwn));
        Assert.That(File.GetUnixFileMode(EnvFile), Is.EqualTo(TheUsersMode));
        Assert.That(await _copy.LeftOfRunsAsync(), Is.EqualTo(new[] { "file .env" }));
        await _compareAsync();
    }
}

using System.Runtime.Versioning;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Environments;

/// <summary>One repository of several services with a folder that all share: what has not changed is neither built nor pushed nor moved, and is of the release all the same.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class MonorepoTests
{
    private readonly string _root = Directory.CreateTempSubdirectory("slipway-monorepo-").FullName;
    private RehearsalCopy _slipway = null!;

    [OneTimeSetUp]
    public async Task MakeRepositoryAsync()
    {
        _slipway = await RehearsalCopy.CreateAsync();
        await CommandAsync(_slipway.Workspace.PathOf("bench/fleet-repository.sh"), "3", _root);
        var configuration = Path.Combine(_root, "slipway.yml");
        await File.WriteAllTextAsync(configuration, (await File.ReadAllTextAsync(configuration)).Replace("application: fleet", $"application: {_slipway.Application}", StringComparison.Ordinal));
        await CommitAsync("A name of its own");
    }

    [OneTimeTearDown]
    public async Task TakeDownAsync()
    {
        await RunAsync("Down");
        await _slipway.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Test]
    public async Task What_has_not_changed_is_neither_built_nor_pushed_nor_moved()
    {
        var first = await RunAsync("Deploy");
        await ChangeAsync("services/service-2/version.txt");
        var second = await RunAsync("Deploy");
        await ChangeAsync("services/service-3/version.txt");
        var third = await RunAsync("Deploy", "--changed-since=HEAD~1");
        var fourth = await RunAsync("Deploy", "--changed-since=HEAD");
        var wrong = await RunAsync("Deploy", "--changed-since=nowhere");
        var back = await RunAsync("Rollback");

        Assert.That((first.ExitCode, second.ExitCode, third.ExitCode, fourth.ExitCode, wrong.ExitCode, back.ExitCode), Is.EqualTo((0, 0, 0, 0, 2, 0)), second.Error + third.Error + fourth.Error + back.Error);
        Assert.That(second.Output, Does.Contain("Unchanged service-1: ").And.Contain("Unchanged service-3: ").And.Contain("Building service-2 as project").And.Contain("Pushed 1 images, 2 already there."));
        Assert.That(second.Output, Does.Contain("Service 'service-1' is unchanged: it runs ").And.Contain("service-2: Updating service 'service-2' from fleet-2:1 to fleet-2:2").And.Not.Contain("service-3: Updating"));
        Assert.That(third.Output, Does.Contain("Changed since HEAD~1: service-3 (services/service-3/version.txt)").And.Contain("Unchanged, and left as they are: service-1, service-2"));
        Assert.That(third.Output, Does.Contain("service-3: Updating service 'service-3' from fleet-3:1 to fleet-3:2").And.Not.Contain("service-1: ").And.Not.Contain("service-2: "));
        Assert.That(fourth.Output, Does.Contain("Nothing of environment 'local' has changed since HEAD: nothing is built, pushed or moved."));
        Assert.That(wrong.Error, Does.Contain("--changed-since: what has changed since 'nowhere' is not known: "));
        Assert.That(back.Output, Does.Contain("service-3: Updating service 'service-3' from fleet-3:2 to fleet-3:1").And.Contain("Service 'service-2' runs ").And.Contain(" already").And.Not.Contain("service-2: Updating"));
    }

    private async Task ChangeAsync(string file)
    {
        await File.AppendAllTextAsync(Path.Combine(_root, file), "changed\n");
        await CommitAsync(file);
    }

    private async Task CommitAsync(string message)
    {
        await CommandAsync("git", "add", "--all");
        await CommandAsync("git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgSign=false", "commit", "--quiet", "--message", message);
    }

    private Task<CommandResult> RunAsync(string target, params IReadOnlyList<string> arguments) =>
        RehearsalCopy.RunAsync(_slipway.BuildScript([$"--target={target}", "--env=local", $"--working={_root}", .. arguments]));

    private async Task CommandAsync(string program, params IReadOnlyList<string> arguments)
    {
        var result = await CommandRunner.RunAsync(new(program, arguments) { WorkingDirectory = _root }, CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, $"{result.Output}{result.Error}");
    }
}

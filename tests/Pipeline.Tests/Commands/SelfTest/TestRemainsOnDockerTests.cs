using System.Runtime.Versioning;
using Slipway.Docker;
using Slipway.Pipeline.Commands.SelfTest;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.SelfTest;

/// <summary>What a run that was killed has left on Docker and on this machine, and what the next run makes of it.</summary>
[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
public sealed class TestRemainsOnDockerTests
{
    private static readonly DockerCli Docker = DockerCli.Create(new());

    private readonly string _name = $"slipway-remains-{Guid.NewGuid():N}";

    /// <summary>Folders of runs are in it.</summary>
    private string _temporary = null!;

    /// <summary>Also where the test has failed.</summary>
    [TearDown]
    public async Task RemoveAsync()
    {
        await AskAsync("rm", "--force", _name, $"{_name}-alive");
        await AskAsync("network", "rm", _name);
        Directory.Delete(_temporary, recursive: true);
    }

    [Test]
    public async Task Containers_networks_processes_and_files_of_a_killed_run_are_removed_and_those_of_a_run_that_lives_are_not()
    {
        _temporary = Directory.CreateTempSubdirectory("slipway-remains-").FullName;
        using var alive = TestFolder.Create(_temporary);
        var killed = Path.Combine(_temporary, "slipway-test-0dead000");
        Directory.CreateDirectory(killed);
        await File.WriteAllTextAsync(Path.Combine(killed, "run.lock"), "");
        await SucceedAsync("network", "create", "--label", $"{TestLabel.Name}={killed}", _name);
        await SucceedAsync("run", "--detach", "--name", _name, "--network", _name, "--label", $"{TestLabel.Name}={killed}/state", "debian:bookworm-slim", "sleep", "600");
        await SucceedAsync("run", "--detach", "--name", $"{_name}-alive", "--label", $"{TestLabel.Name}={alive.FullPath}", "debian:bookworm-slim", "sleep", "600");
        await using var process = CommandRunner.Start(new("sleep", "600") { Environment = new Dictionary<string, string?> { ["TMPDIR"] = killed } });

        var removed = await new TestRemains(Docker, _temporary, TimeProvider.System).RemoveAbandonedAsync(CancellationToken.None);

        Assert.That(removed, Is.EqualTo(new[] { $"process {process.Id} (sleep)", $"container {_name}", $"network {_name}", $"folder {killed}" }));
        Assert.That(await AskAsync("ps", "--all", "--filter", $"name={_name}", "--format", "{{.Names}}"), Is.EqualTo($"{_name}-alive"));
        Assert.That(await AskAsync("network", "ls", "--filter", $"name={_name}", "--quiet"), Is.Empty);
        Assert.That((process.HasExited, Directory.Exists(killed), Directory.Exists(alive.FullPath)), Is.EqualTo((true, false, true)));
    }

    private static async Task SucceedAsync(params string[] arguments)
    {
        var result = await CommandRunner.RunAsync(new("docker", arguments), CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, $"docker {string.Join(' ', arguments)}: {result.Error}");
    }

    private static async Task<string> AskAsync(params string[] arguments) => (await CommandRunner.RunAsync(new("docker", arguments), CancellationToken.None)).Output.Trim();
}

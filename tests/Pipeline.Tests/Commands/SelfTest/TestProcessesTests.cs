using System.Runtime.Versioning;
using Slipway.Pipeline.Commands.SelfTest;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.SelfTest;

[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
public sealed class TestProcessesTests
{
    [Test]
    public async Task Processes_of_the_folder_are_ended_though_they_have_left_their_parent_and_those_of_another_folder_are_not()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"slipway-processes-{Guid.NewGuid():N}");
        // The shell ends at once, and what it has started belongs to nobody.
        var orphan = new Command("sh", "-c", "sleep 600 >/dev/null 2>&1 & echo $!") { Environment = Temporary($"{folder}/deeper") };
        var id = int.Parse((await CommandRunner.RunAsync(orphan, CancellationToken.None)).Output);
        await using var child = CommandRunner.Start(new("sleep", "600") { Environment = Temporary(folder) });
        await using var other = CommandRunner.Start(new("sleep", "600") { Environment = Temporary($"{folder}-other") });

        var killed = TestProcesses.Kill(folder);

        Assert.That(killed, Is.EquivalentTo(new[] { $"process {id} (sleep)", $"process {child.Id} (sleep)" }));
        Assert.That(TestProcesses.Of(folder), Is.Empty);
        Assert.That((child.HasExited, other.HasExited), Is.EqualTo((true, false)));
    }

    private static Dictionary<string, string?> Temporary(string folder) => new() { ["TMPDIR"] = folder };
}

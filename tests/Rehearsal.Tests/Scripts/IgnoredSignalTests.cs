using System.Runtime.Versioning;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class IgnoredSignalTests
{
    /// <summary>As <c>nohup</c> and a background job of a script start a program. The filter is for the day on which this fails: it matches no test.</summary>
    [Test]
    public async Task The_tests_say_at_once_that_they_cannot_be_interrupted_where_they_were_started()
    {
        var command = new Command("sh", "-c", "trap '' INT; exec ./build.sh --target=Test --project=Frosting.Tests --filter=FullyQualifiedName~NoTestHasThisName") { WorkingDirectory = Workspace.Repository };

        var result = await CommandRunner.RunAsync(command, TestContext.CurrentContext.CancellationToken);

        Assert.That(result.ExitCode, Is.EqualTo(3), result.Output + result.Error);
        Assert.That(result.Error, Does.Contain("SIGINT is ignored here"));
        Assert.That(result.Output, Does.Not.Contain("Building the tests"));
    }
}

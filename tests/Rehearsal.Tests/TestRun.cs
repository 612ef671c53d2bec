using Slipway.Rehearsal.Tests.Failures;
using Slipway.Rehearsal.Tests.Scripts;

namespace Slipway.Rehearsal.Tests;

/// <summary>The end of the run: what fixtures share is taken down when the last of them has ended.</summary>
[SetUpFixture]
[Parallelizable(ParallelScope.Self | ParallelScope.Fixtures)]
internal sealed class TestRun
{
    [OneTimeTearDown]
    public async Task TakeDownAsync()
    {
        await FirstCompile.RemoveAsync();
        await DeployedCopy.TakeDownAsync();
    }
}

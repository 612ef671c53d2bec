using Slipway.Rehearsal.Tests.Failures;

namespace Slipway.Rehearsal.Tests;

/// <summary>The end of the run: what fixtures share is taken down when the last of them has ended.</summary>
[SetUpFixture]
[Parallelizable(ParallelScope.Self | ParallelScope.Fixtures)]
internal sealed class TestRun
{
    [OneTimeTearDown]
    public Task TakeDownAsync() => DeployedCopy.TakeDownAsync();
}

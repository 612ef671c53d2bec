using Slipway.LocalAws.Tests.Testing.Driver;

// Fixtures wait for containers and health checks more than they compute; the rehearsals run beside them, on the two cores of a CI machine.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(2)]

namespace Slipway.LocalAws.Tests;

/// <summary>What all fixtures of a run share, and ends with it.</summary>
[SetUpFixture]
public sealed class TestRun
{
    [OneTimeTearDown]
    public Task StopDriverAsync() => AwsDriver.StopAsync();
}

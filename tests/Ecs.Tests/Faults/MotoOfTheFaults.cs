using Slipway.Testing;

namespace Slipway.Ecs.Tests.Faults;

/// <summary>One moto for the tests with a proxy before it. Its services have their one task from the start, so that their deployments end.</summary>
[SetUpFixture]
public sealed class MotoOfTheFaults
{
    private static MotoProcess? _moto;

    /// <summary>Where it answers. A test that needs it counts as skipped, with the reason, when it cannot run here.</summary>
    public static Uri Require()
    {
        if (MotoProcess.Missing is { } reason) Assert.Ignore(reason);
        return _moto!.Endpoint;
    }

    [OneTimeSetUp]
    public async Task Start()
    {
        if (MotoProcess.Missing is null) _moto = await MotoProcess.StartAsync(new Dictionary<string, string?> { ["MOTO_ECS_SERVICE_RUNNING"] = "1" }, CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_moto is not null) await _moto.DisposeAsync();
    }
}

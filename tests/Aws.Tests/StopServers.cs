using Slipway.Aws.Tests.Servers;

namespace Slipway.Aws.Tests;

/// <summary>Leaves no server behind, whatever failed.</summary>
[SetUpFixture]
public sealed class StopServers
{
    [OneTimeTearDown]
    public async Task Stop()
    {
        foreach (var server in AwsServers.All) await server.StopAsync();
    }
}

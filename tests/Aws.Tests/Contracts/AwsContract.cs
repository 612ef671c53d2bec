using Slipway.Aws.Tests.Servers;

namespace Slipway.Aws.Tests.Contracts;

/// <summary>What every contract fixture has: clients for its server, and names that no other test uses.</summary>
public abstract class AwsContract(AwsServer server)
{
    protected AwsClients Aws { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Connect() => Aws = await server.ConnectAsync();

    protected bool Deviates(Deviations deviation) => server.Deviations.HasFlag(deviation);

    [OneTimeTearDown]
    public async Task Disconnect() => Aws?.Dispose();

    protected static string Unique(string name) => $"{name}-{Guid.NewGuid():N}"[..(name.Length + 9)];
}

namespace Slipway.Aws.Tests.Servers;

/// <summary>The servers that the contract is checked against. One of each serves all fixtures.</summary>
public static class AwsServers
{
    public static IReadOnlyList<AwsServer> All { get; } = [new MotoServer(), new LocalAwsServer()];
}

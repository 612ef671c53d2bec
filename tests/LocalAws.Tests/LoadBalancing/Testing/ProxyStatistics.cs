using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.LoadBalancing.Testing;

/// <summary>HAProxy's own counts, for the load balancer <c>shop</c> of a LocalAws.</summary>
internal static partial class ProxyStatistics
{
    /// <summary>The requests that are being processed.</summary>
    public static async Task<int> RequestsAsync(string instance)
    {
        using var docker = new DockerCommand();
        var name = (await docker.LabelledAsync(instance)).Single(thing => thing.Contains("-lb-shop-", StringComparison.Ordinal)).Split(' ')[1];
        var port = (await ElbServer.DockerAsync("port", name, "9000")).Split(':')[^1];
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
        await client.GetStream().WriteAsync("show stat\n"u8.ToArray());
        using var reader = new StreamReader(client.GetStream());
        var table = await reader.ReadToEndAsync();
        return table.Split('\n').Where(line => BackendLine().IsMatch(line)).Sum(line => int.Parse(line.Split(',')[4], CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^rr-\d+,BACKEND,")]
    private static partial Regex BackendLine();
}

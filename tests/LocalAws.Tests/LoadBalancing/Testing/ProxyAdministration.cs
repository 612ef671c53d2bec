using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Slipway.LocalAws.Tests.LoadBalancing.Testing;

/// <summary>HAProxy's administration, for the load balancer <c>shop</c> of a LocalAws.</summary>
internal static partial class ProxyAdministration
{
    /// <summary>The requests that are being processed.</summary>
    public static async Task<int> RequestsAsync(string instance)
    {
        var table = await AskAsync(instance, "show stat");
        return table.Split('\n').Where(line => BackendLine().IsMatch(line)).Sum(line => int.Parse(line.Split(',')[4], CultureInfo.InvariantCulture));
    }

    /// <summary>What it answers to one command.</summary>
    public static async Task<string> AskAsync(string instance, string command)
    {
        var name = await ElbServer.DockerAsync("ps", "--filter", $"label=slipway.local-aws={instance}", "--filter", "name=-lb-shop-", "--format", "{{.Names}}");
        var variables = await ElbServer.DockerAsync("inspect", name, "--format", "{{join .Config.Env \"\\n\"}}");
        var login = variables.Split('\n').Single(variable => variable.StartsWith("SLIPWAY_LOGIN=", StringComparison.Ordinal))["SLIPWAY_LOGIN=".Length..];
        var answers = await AnswerAsync(instance, $"prompt {login}\n{command}\nquit\n");
        return answers.Split("\n> ")[1].TrimStart('+', ' ').Trim();
    }

    /// <summary>What comes back to what is sent.</summary>
    public static async Task<string> AnswerAsync(string instance, string text)
    {
        var ports = await ElbServer.DockerAsync("ps", "--filter", $"label=slipway.local-aws={instance}", "--filter", "name=-lb-shop-", "--format", "{{.Ports}}");
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, int.Parse(AdminPort().Match(ports).Groups[1].Value, CultureInfo.InvariantCulture));
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync();
    }

    [GeneratedRegex(@":(\d+)->9000/tcp")]
    private static partial Regex AdminPort();

    [GeneratedRegex(@"^rr-\d+,BACKEND,")]
    private static partial Regex BackendLine();
}

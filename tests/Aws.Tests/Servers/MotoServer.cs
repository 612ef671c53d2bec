using System.Net;
using System.Net.Sockets;

namespace Slipway.Aws.Tests.Servers;

/// <summary>moto's server: an independent reading of AWS's documents, without containers or images behind it.</summary>
public sealed class MotoServer() : AwsServer("moto")
{
    private static readonly string? Executable = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, "moto_server"))
        .FirstOrDefault(File.Exists);

    private ServerProcess? _process;

    public override string? Missing => Executable is null
        ? "moto_server is not on PATH, so the contract was not checked against it. Install moto with its server extra (python3-moto on Debian 13)."
        : null;

    public override Deviations Deviations =>
        Deviations.ExpiredLogin | Deviations.UnsortedTaskDefinitions | Deviations.OneDeploymentForEver | Deviations.SilentAboutMissingTasks | Deviations.UnfilteredLogStreams | Deviations.MissingStreamIsMissingGroup
        | Deviations.ConditionsInTwoSteps;

    protected override async Task<Uri> StartAsync()
    {
        var port = FreePort();
        var endpoint = new Uri($"http://127.0.0.1:{port}");
        var process = _process = new ServerProcess(Executable!, ["-H", "127.0.0.1", "-p", $"{port}"]);
        using var http = new HttpClient();
        await UntilAsync(process, async () =>
        {
            try
            {
                using var created = await http.PutAsync(new Uri(endpoint, Bucket), new StringContent(
                    "<CreateBucketConfiguration><LocationConstraint>eu-west-2</LocationConstraint></CreateBucketConfiguration>"));
                return created.IsSuccessStatusCode ? "made" : null;
            }
            catch (HttpRequestException)
            {
                return null;
            }
        });
        return endpoint;
    }

    protected override async Task StopCoreAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

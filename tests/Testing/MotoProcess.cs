using System.Net;
using System.Net.Sockets;

namespace Slipway.Testing;

/// <summary>moto's server: an independent reading of AWS's documents. One for each test that asks for it, on a port of its own.</summary>
public sealed class MotoProcess : IAsyncDisposable
{
    private const string Program = "moto_server";

    private readonly RunningCommand _process;

    private MotoProcess(RunningCommand process, Uri endpoint) => (_process, Endpoint) = (process, endpoint);

    /// <summary>Why it cannot run here, with what to do about it; null when it can.</summary>
    public static string? Missing =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, Program)))
            ? null
            : $"{Program} is not on PATH, so nothing was tried against it. Install moto with its server extra (python3-moto on Debian 13).";

    public Uri Endpoint { get; }

    /// <exception cref="InvalidOperationException">It ended before it answered.</exception>
    public static Task<MotoProcess> StartAsync(CancellationToken cancellationToken) => StartAsync(new Dictionary<string, string?>(), cancellationToken);

    /// <param name="environment">moto's own settings, such as <c>MOTO_ECS_SERVICE_RUNNING</c>.</param>
    /// <exception cref="InvalidOperationException">It ended before it answered.</exception>
    public static async Task<MotoProcess> StartAsync(IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        var endpoint = new Uri($"http://127.0.0.1:{FreePort()}");
        var process = CommandRunner.Start(new(Program, "-H", "127.0.0.1", "-p", $"{endpoint.Port}") { Environment = environment });
        await process.WaitForErrorAsync("Running on", cancellationToken);
        return new(process, endpoint);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Text.Json.Nodes;

namespace Slipway.Testing;

/// <summary>LocalAws as a process of its own, with state of its own and one empty bucket. Disposing takes it down with what it runs.</summary>
public sealed class LocalAwsProcess : IAsyncDisposable
{
    public const string Bucket = "contract-bucket";

    private readonly RunningCommand _process;
    private readonly string _folder;

    private LocalAwsProcess(RunningCommand process, string folder, Uri endpoint) => (_process, _folder, Endpoint) = (process, folder, endpoint);

    /// <summary>Why it cannot run here, with what to do about it; null when it can.</summary>
    public static string? Missing => File.Exists(Assembly)
        ? null
        : $"{Assembly} is not there, so nothing was tried against LocalAws. Build build/LocalAws.";

    public Uri Endpoint { get; }

    /// <summary>Beside the tests' own output: built for the same configuration and framework.</summary>
    private static string Assembly
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(Workspace.Repository, "build", "LocalAws", "bin", output.Parent!.Name, output.Name, "slipway-local-aws.dll");
        }
    }

    /// <summary>Returns when it answers.</summary>
    /// <exception cref="InvalidOperationException">It ended before that.</exception>
    public static async Task<LocalAwsProcess> StartAsync(string region, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("slipway-local-aws-").FullName;
        var (state, seed) = (Path.Combine(folder, "state"), Path.Combine(folder, "seed"));
        Directory.CreateDirectory(Path.Combine(seed, Bucket));
        var process = CommandRunner.Start(new("dotnet", Assembly, "--state", state, "--seed", seed, "--region", region));
        var ready = Path.Combine(state, "endpoint.json");
        while (!File.Exists(ready))
        {
            if (process.HasExited)
            {
                var ended = await process.WaitAsync(cancellationToken);
                throw new InvalidOperationException($"LocalAws ended with {ended.ExitCode}: {ended.Output}{ended.Error}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }

        var document = JsonNode.Parse(await File.ReadAllTextAsync(ready, cancellationToken))!;
        return new(process, folder, new((string)document["endpoint"]!));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var http = new HttpClient();
            using var down = await http.PostAsync(new Uri(Endpoint, "/_slipway/down"), content: null);
            await _process.WaitAsync(CancellationToken.None);
        }

        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

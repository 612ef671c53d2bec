using System.Text.Json.Nodes;

namespace Slipway.Aws.Tests.Servers;

/// <summary>Slipway's own rehearsal server, as the build starts it: a process that writes where it listens when it is ready.</summary>
public sealed class LocalAwsServer() : AwsServer("LocalAws")
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"slipway-aws-tests-{Guid.NewGuid():N}");
    private ServerProcess? _process;
    private Uri? _endpoint;

    /// <summary>Beside the tests' own output: built for the same configuration and framework.</summary>
    private static string Assembly
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            var root = output;
            while (root is not null && !File.Exists(Path.Combine(root.FullName, "Slipway.slnx"))) root = root.Parent;
            return Path.Combine(
                root?.FullName ?? "", "build", "LocalAws", "bin", output.Parent!.Name, output.Name, "slipway-local-aws.dll");
        }
    }

    public override string? Missing => File.Exists(Assembly)
        ? null
        : $"{Assembly} is not there, so the contract was not checked against LocalAws. Build build/LocalAws.";

    protected override async Task<Uri> StartAsync()
    {
        var state = Path.Combine(_folder, "state");
        var seed = Path.Combine(_folder, "seed");
        Directory.CreateDirectory(Path.Combine(seed, Bucket));
        var process = _process = new ServerProcess("dotnet", [Assembly, "--state", state, "--seed", seed, "--region", "eu-west-2"]);
        var ready = Path.Combine(state, "endpoint.json");
        var document = await UntilAsync(process, async () => File.Exists(ready) ? await File.ReadAllTextAsync(ready) : null);
        return _endpoint = new Uri(JsonNode.Parse(document)!["endpoint"]!.GetValue<string>());
    }

    protected override async Task StopCoreAsync()
    {
        if (_process is null) return;

        if (_endpoint is not null && !_process.HasExited)
        {
            using var http = new HttpClient();
            using var down = await http.PostAsync(new Uri(_endpoint, "/_slipway/down"), content: null);
            await _process.ExitedWithinAsync(TimeSpan.FromSeconds(30));
        }

        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Collection;

/// <summary>
/// A copy of one of the applications that Init's tests have, in a repository of its own. What it publishes on this machine has other ports there, and what is asked for
/// its health is asked more often, and limits of processes are those that every engine can set. Disposing it takes its rehearsal down.
/// </summary>
internal sealed partial class CollectedApplication : IAsyncDisposable
{
    public static readonly string Folder = Path.Join(Workspace.Repository, "tests/Pipeline.Tests/Commands/Init/Collection");

    private readonly RehearsalCopy _slipway;
    private readonly string _above = Directory.CreateTempSubdirectory("slipway-collected-").FullName;

    /// <summary>By the port in the Compose file.</summary>
    private readonly Dictionary<string, int> _ports = [];

    private CollectedApplication(RehearsalCopy slipway, string name) => (_slipway, Root) = (slipway, Path.Combine(_above, $"{name}{Guid.NewGuid():N}"[..(name.Length + 4)]));

    public string Root { get; }

    private string Name => Path.GetFileName(Root);

    /// <summary>With <c>${A:-b}</c> as <c>b</c>.</summary>
    public static string ReadSources(string name) => DefaultValue().Replace(
        string.Join('\n', Directory.GetFiles(Path.Combine(Folder, name), "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is "compose.yaml" or "Dockerfile").Select(File.ReadAllText)), "${value}");

    public static async Task<CollectedApplication> CreateAsync(RehearsalCopy slipway, string name)
    {
        var application = new CollectedApplication(slipway, name);
        // With the modes of the files, by which scripts are run.
        var copied = await CommandRunner.RunAsync(new("cp", "-R", "-p", Path.Combine(Folder, name), application.Root), CancellationToken.None);
        Assert.That(copied.ExitCode, Is.Zero, copied.Error);
        var compose = await File.ReadAllTextAsync(application.PathOf("compose.yaml"));
        compose = PublishedPort().Replace(compose, port => $"\"{port.Groups["address"].Value}{application.PortFor(port.Groups["host"].Value)}:{port.Groups["container"].Value}\"");
        // Where the engine is in a container itself, it cannot give more than it has, nor mounts of the machine as they change.
        compose = Limit().Replace(Interval().Replace(compose, "interval: 5s"), "${key}: 1024").Replace(",rslave", "", StringComparison.Ordinal);
        await File.WriteAllTextAsync(application.PathOf("compose.yaml"), compose);
        await application.GitAsync("init", "--quiet", "--initial-branch=main");
        await application.CommitAsync();
        return application;
    }

    public string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>Replaces text that must be in the file.</summary>
    public async Task EditAsync(string file, string text, string with)
    {
        var before = await File.ReadAllTextAsync(PathOf(file));
        Assert.That(before, Does.Contain(text), file);
        await File.WriteAllTextAsync(PathOf(file), before.Replace(text, with, StringComparison.Ordinal));
    }

    public async Task CommitAsync()
    {
        await GitAsync("add", "--all");
        await GitAsync("-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "--message", "The application");
    }

    /// <summary>Runs build.sh for the application; what this machine knows of AWS is not the test's.</summary>
    public Task<CommandResult> RunAsync(params IReadOnlyList<string> arguments) => RehearsalCopy.RunAsync(_slipway.BuildScript([.. arguments, $"--working={Root}"]) with
    {
        Environment = new Dictionary<string, string?> { ["AWS_REGION"] = null, ["AWS_DEFAULT_REGION"] = null, ["AWS_PROFILE"] = null, ["AWS_CONFIG_FILE"] = PathOf(".none") },
    });

    /// <summary>What its LocalAws has on Docker.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync()
    {
        var file = PathOf(".slipway/local-aws/instance.json");
        return File.Exists(file) ? await RehearsalCopy.LeftOfLocalAwsAsync((string)JsonNode.Parse(await File.ReadAllTextAsync(file))!["instanceId"]!) : [];
    }

    public async ValueTask DisposeAsync()
    {
        var endpoint = PathOf(".slipway/local-aws/endpoint.json");
        var registry = File.Exists(endpoint) ? (string?)JsonNode.Parse(await File.ReadAllTextAsync(endpoint))!["registry"] : null;
        if (registry is not null) await RunAsync("--target=Down", "--env=local");
        await RehearsalCopy.ForgetImagesAsync($"{Name}-*");
        await RehearsalCopy.ForgetRegistryAsync(registry);
        Directory.Delete(_above, recursive: true);
    }

    private async Task GitAsync(params IReadOnlyList<string> arguments)
    {
        var result = await CommandRunner.RunAsync(new("git", arguments) { WorkingDirectory = Root }, CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
    }

    /// <summary>A port that is published for TCP and for UDP stays one.</summary>
    private string PortFor(string port)
    {
        if (!_ports.TryGetValue(port, out var own)) own = _ports[port] = LoopbackPort.Claim();
        return own.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("""
        "(?<address>127\.0\.0\.1:)?(?<host>[0-9]+|\$\{\w+:-[0-9]+\}):(?<container>[0-9]+(/\w+)?)"
        """, RegexOptions.ExplicitCapture)]
    private static partial Regex PublishedPort();

    [GeneratedRegex(@"interval: [0-9]+s")]
    private static partial Regex Interval();

    [GeneratedRegex(@"(?<key>nofile|soft|hard): (-1|[0-9]{5,})", RegexOptions.ExplicitCapture)]
    private static partial Regex Limit();

    [GeneratedRegex(@"\$\{\w+:-(?<value>[^}]*)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex DefaultValue();
}

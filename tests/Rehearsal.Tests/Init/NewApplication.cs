using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Init;

/// <summary>
/// An application in a repository of its own that has nothing of Slipway but the path to its build.sh, which a clone elsewhere has. Its
/// name and its port are its own. Disposing it takes its rehearsal down.
/// </summary>
internal sealed class NewApplication : IAsyncDisposable
{
    private readonly RehearsalCopy _slipway;

    private NewApplication(RehearsalCopy slipway, string root) => (_slipway, Root) = (slipway, root);

    public string Root { get; }

    /// <summary>Its name too, as Compose makes it of the folder.</summary>
    public string Name => Path.GetFileName(Root);

    public string Address { get; private init; } = "";

    public static async Task<NewApplication> CreateAsync(string sample)
    {
        var slipway = await RehearsalCopy.CreateAsync();
        var root = Path.Combine(Directory.CreateTempSubdirectory("slipway-new-").FullName, $"n{Guid.NewGuid():N}"[..9]);
        Copy(Path.Combine(Workspace.Repository, "tests/Rehearsal.Tests/Init", sample), root);
        var compose = Path.Combine(root, "compose.yaml");
        await File.WriteAllTextAsync(compose, (await File.ReadAllTextAsync(compose)).Replace("WEB_PORT:-8080", $"WEB_PORT:-{slipway.Port}", StringComparison.Ordinal));
        var application = new NewApplication(slipway, root) { Address = $"http://127.0.0.1:{slipway.Port}" };
        await application.GitAsync("init", "--quiet", "--initial-branch=main");
        await application.CommitAsync();
        return application;
    }

    public async Task CommitAsync()
    {
        await GitAsync("add", "--all");
        await GitAsync("-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "--message", "The shop");
    }

    public async Task<string> GitAsync(params IReadOnlyList<string> arguments)
    {
        var result = await CommandRunner.RunAsync(new("git", arguments) { WorkingDirectory = Root }, CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        return result.Output;
    }

    /// <summary>Runs build.sh for the application.</summary>
    public Task<CommandResult> RunAsync(params IReadOnlyList<string> arguments) => RunAsync(new Dictionary<string, string?>(), arguments);

    public Task<CommandResult> RunAsync(IReadOnlyDictionary<string, string?> environment, params IReadOnlyList<string> arguments)
    {
        // What this machine knows of AWS is not the test's.
        var variables = new Dictionary<string, string?> { ["AWS_REGION"] = null, ["AWS_DEFAULT_REGION"] = null, ["AWS_PROFILE"] = null, ["AWS_CONFIG_FILE"] = Path.Combine(Root, ".none") };
        foreach (var (name, value) in environment) variables[name] = value;
        return RehearsalCopy.RunAsync(_slipway.BuildScript([.. arguments, $"--working={Root}"]) with { Environment = variables });
    }

    /// <summary>Environment variables that point AWS clients at the application's LocalAws.</summary>
    public IReadOnlyDictionary<string, string?> AwsEnvironment() => new Dictionary<string, string?>
    {
        ["AWS_ENDPOINT_URL"] = Endpoint("endpoint"),
        ["AWS_ACCESS_KEY_ID"] = "rehearsal",
        ["AWS_SECRET_ACCESS_KEY"] = "rehearsal",
        ["AWS_REGION"] = "us-east-1",
    };

    /// <summary>Asks the application's LocalAws.</summary>
    public async Task<string> AwsAsync(params IReadOnlyList<string> arguments)
    {
        var result = await CommandRunner.RunAsync(new("aws", [.. arguments, "--region", "us-east-1", "--output", "json"]) { Environment = AwsEnvironment() }, CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        return result.Output;
    }

    public string PathOf(string file) => Path.Combine(Root, file);

    public async ValueTask DisposeAsync()
    {
        var registry = Endpoint("registry");
        var down = await RunAsync("--target=Down", "--env=local");
        await RehearsalCopy.ForgetImagesAsync($"{Name}-*");
        await RehearsalCopy.ForgetRegistryAsync(registry);
        await _slipway.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(Root)!, recursive: true);
        if (down.ExitCode != 0) await TestContext.Out.WriteLineAsync($"Down failed: {down.Output}{down.Error}");
    }

    private string? Endpoint(string member)
    {
        var file = PathOf(".slipway/local-aws/endpoint.json");
        return File.Exists(file) ? (string?)JsonNode.Parse(File.ReadAllText(file))![member] : null;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

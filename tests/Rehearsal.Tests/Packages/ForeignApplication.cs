using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Packages;

/// <summary>
/// A repository that has nothing of Slipway, and a NuGet cache that has no package of it: they come from the folder that <c>dotnet pack</c> has filled. Disposing it takes its
/// rehearsal down.
/// </summary>
internal sealed class ForeignApplication : IAsyncDisposable
{
    private const string Version = "1.0.0";

    private readonly string _above;
    private readonly int _port;

    private ForeignApplication(string above, int port)
    {
        (_above, _port) = (above, port);
        Root = Path.Combine(above, $"f{Guid.NewGuid():N}"[..9]);
    }

    public string Root { get; }

    public Uri Page => new($"http://127.0.0.1:{_port}/");

    public string Packages => Path.Combine(_above, "packages");

    public static async Task<ForeignApplication> CreateAsync()
    {
        await Preparation.EnsureAsync();
        var application = new ForeignApplication(Directory.CreateTempSubdirectory("slipway-foreign-").FullName, LoopbackPort.Claim());
        await application.PackAsync();
        application.Write("docker-compose.yml", $"services: {{ web: {{ build: ., ports: [\"{application._port}:8000\"], environment: {{ GREETING: hello }} }} }}\n");
        application.Write("Dockerfile", "FROM debian:bookworm-slim\nCOPY serve.pl /serve.pl\nCMD [\"perl\", \"/serve.pl\"]\n");
        application.Write("serve.pl", """
            use IO::Socket::INET;
            $SIG{TERM} = sub { exit };
            my $server = IO::Socket::INET->new(LocalPort => 8000, Listen => 20, ReuseAddr => 1) or die $!;
            while (my $client = $server->accept) {
                while (<$client>) { last if /^\r?\n$/ }
                print $client "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n$ENV{GREETING}\n";
                close $client;
            }

            """);
        application.Write("nuget.config", $"""<configuration><packageSources><add key="slipway" value="{application.Packages}" /></packageSources></configuration>""");
        await application.CommandAsync("git", "init", "--quiet", "--initial-branch=main");
        return application;
    }

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    public string PathOf(string file) => Path.Combine(Root, file);

    public async Task CommitAsync()
    {
        await CommandAsync("git", "add", "--all");
        await CommandAsync("git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "--message", "The application");
    }

    public async Task<string> CommandAsync(string program, params IReadOnlyList<string> arguments)
    {
        var result = await RunAsync(new(program, arguments));
        Assert.That(result.ExitCode, Is.Zero, $"{result.Output}{result.Error}");
        return result.Output;
    }

    /// <summary>Runs its build.sh.</summary>
    public Task<CommandResult> BuildAsync(params IReadOnlyList<string> arguments) => RunAsync(new(PathOf("build.sh"), arguments));

    /// <summary>Runs a command with its rehearsal's LocalAws in the place of an account of AWS.</summary>
    public Task<CommandResult> InAccountAsync(string program, params IReadOnlyList<string> arguments) => RunAsync(new Command(program, arguments)
    {
        Environment = new Dictionary<string, string?>
        {
            ["AWS_ENDPOINT_URL"] = (string?)JsonNode.Parse(File.ReadAllText(PathOf(".slipway/local-aws/endpoint.json")))!["endpoint"],
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
            ["AWS_DEFAULT_REGION"] = "us-east-1",
            ["AWS_PAGER"] = "",
        },
    });

    /// <summary>Runs a command in its folder, with packages and tools of its own.</summary>
    public Task<CommandResult> RunAsync(Command command) => CommandRunner.RunAsync(
        command with
        {
            WorkingDirectory = Root,
            Environment = new Dictionary<string, string?>
            {
                ["NUGET_PACKAGES"] = Path.Combine(_above, "nuget"),
                ["NUGET_FALLBACK_PACKAGES"] = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
                ["DOTNET_CLI_HOME"] = _above,
                // The tests themselves were started by a build.sh.
                ["SLIPWAY_ROOT"] = null,
                ["SLIPWAY_CALLER"] = null,
                ["AWS_REGION"] = null,
                ["AWS_DEFAULT_REGION"] = null,
                ["AWS_PROFILE"] = null,
                ["AWS_CONFIG_FILE"] = Path.Combine(_above, ".none"),
            }.Concat(command.Environment).GroupBy(variable => variable.Key, variable => variable.Value).ToDictionary(variable => variable.Key, variable => variable.Last()),
        },
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        var registry = Registry();
        var down = File.Exists(PathOf("build.sh")) ? await BuildAsync("--target=Down", "--env=local") : null;
        await RehearsalCopy.ForgetImagesAsync($"{Path.GetFileName(Root)}-*");
        await RehearsalCopy.ForgetRegistryAsync(registry);
        Directory.Delete(_above, recursive: true);
        if (down is { ExitCode: not 0 }) await TestContext.Out.WriteLineAsync($"Down failed: {down.Output}{down.Error}");
    }

    private string? Registry()
    {
        var file = PathOf(".slipway/local-aws/endpoint.json");
        return File.Exists(file) ? (string?)JsonNode.Parse(File.ReadAllText(file))!["registry"] : null;
    }

    /// <summary>For this machine, and of what build.sh has compiled, in its version and without comments: what is compiled again would take two minutes of two processors.</summary>
    private async Task PackAsync()
    {
        Directory.CreateDirectory(Packages);
        var packed = await CommandRunner.RunAsync(
            new("dotnet", "pack", Path.Join(Workspace.Repository, "build/Pack.proj"), "--output", Packages, "--nologo", "--verbosity", "quiet", $"-property:Platforms={System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}",
                "-property:UseCompiled=true", "-property:GenerateDocumentationFile=false", "-property:MinVerSkip=true", $"-property:Version={Version}", "-nodeReuse:false"),
            CancellationToken.None);
        Assert.That(packed.ExitCode, Is.Zero, $"{packed.Output}{packed.Error}");
    }
}

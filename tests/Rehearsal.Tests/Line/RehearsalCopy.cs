using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Failures;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Line;

/// <summary>
/// A copy of the repository in which whole runs of the line are made, with its own application name and port, so that nothing on
/// the machine is mistaken for its own. Disposing it takes its rehearsal down.
/// </summary>
internal sealed class RehearsalCopy : IAsyncDisposable
{
    /// <summary>Half of all files, which no run looks into: git would look at each of them in each run.</summary>
    private static readonly string[] Unneeded = ["tests/", "docs/", "infra/", "examples/"];

    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(8);

    private readonly RehearsalCopy? _original;
    private readonly int _tasks;

    private RehearsalCopy(Workspace workspace, int port, int tasks, RehearsalCopy? original = null)
    {
        _tasks = tasks;
        Workspace = workspace;
        Application = $"t{Guid.NewGuid():N}"[..9];
        Port = port;
        _original = original;
    }

    public Workspace Workspace { get; }

    /// <summary>Also the beginning of the names of its Compose projects: <c>slipway-{application}-</c>.</summary>
    public string Application { get; }

    /// <summary>Where the deployed application answers on loopback in environment <c>local</c>.</summary>
    public int Port { get; }

    public string Page => $"http://127.0.0.1:{Port}/";

    /// <summary>What slipway.yml says about the service's tasks, for a clone that wants something else.</summary>
    public string Scale => $"      desiredCount: {_tasks}\n      loadBalancer: {{ container: nginx, port: 80, listener: {Port} }}\n";

    public string LocalAwsState => Workspace.PathOf(".slipway/local-aws");

    /// <param name="change">Changes files before they are committed.</param>
    /// <param name="tasks">Each has five containers, whose health checks take a tenth of a core.</param>
    public static async Task<RehearsalCopy> CreateAsync(Action<Workspace>? change = null, int tasks = 1)
    {
        await Preparation.EnsureAsync();
        var workspace = await Workspace.CreateAsync(file => !Array.Exists(Unneeded, folder => file.StartsWith(folder, StringComparison.Ordinal)), CancellationToken.None);
        var copy = new RehearsalCopy(workspace, LoopbackPort.Claim(), tasks);
        copy.Replace("slipway.yml", "application: tutorbloc", $"application: {copy.Application}");
        copy.Replace("slipway.yml", "http://127.0.0.1:8080/", copy.Page);
        copy.Replace("slipway.yml", "listener: 8080", $"listener: {copy.Port}");
        copy.Replace("slipway.yml", "desiredCount: 2", $"desiredCount: {tasks}");
        // A check costs the engine 90 ms of the processor's time, and the copies of the tests run side by side: with one a second in each of their containers there is nothing left.
        copy.Replace("docker-compose.yml", "interval: 1s", "interval: 3s");
        change?.Invoke(workspace);
        await workspace.CommitAsync("A rehearsal of its own", CancellationToken.None);
        await UseCompiledAsync(workspace);
        return copy;
    }

    /// <summary>
    /// A clone with an application name of its own, that deploys to this copy's LocalAws and with its program: another user beside it. Disposing
    /// it takes nothing down.
    /// </summary>
    public async Task<RehearsalCopy> CloneAsync()
    {
        var clone = new RehearsalCopy(await Workspace.CloneAsync(Workspace, CancellationToken.None), Port, _tasks, this);
        clone.Replace("slipway.yml", $"application: {Application}", $"application: {clone.Application}");
        await clone.Workspace.CommitAsync("A user of its own", CancellationToken.None);
        Directory.CreateDirectory(clone.Workspace.PathOf(".slipway"));
        Directory.CreateSymbolicLink(clone.LocalAwsState, LocalAwsState);
        return clone;
    }

    /// <summary>Replaces text that must be in the file.</summary>
    public void Replace(string file, string text, string with) => Replace(Workspace, file, text, with);

    public static void Replace(Workspace workspace, string file, string text, string with)
    {
        var path = workspace.PathOf(file);
        var before = File.ReadAllText(path);
        Assert.That(before, Does.Contain(text), $"{file} is not what this test changes.");
        File.WriteAllText(path, before.Replace(text, with, StringComparison.Ordinal));
    }

    public void Write(string file, string text)
    {
        var path = Workspace.PathOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public Command BuildScript(params IReadOnlyList<string> arguments)
    {
        // LocalAws is started anew by a program in another folder than its own.
        var slipway = (_original ?? this).Workspace;
        return new(slipway.PathOf("build.sh"), _original is null ? arguments : [.. arguments, $"--working={Workspace.Root}"]) { WorkingDirectory = slipway.Root, TimeOut = RunLimit };
    }

    /// <summary>Runs <c>./build.sh</c>, prints what it printed into the test's output, and gives the result.</summary>
    public Task<CommandResult> RunAsync(params IReadOnlyList<string> arguments) => RunAsync(BuildScript(arguments));

    public static async Task<CommandResult> RunAsync(Command command)
    {
        var result = await CommandRunner.RunAsync(command, TestContext.CurrentContext.CancellationToken);
        await TestContext.Out.WriteLineAsync($"$ {Path.GetFileName(command.FileName)} {string.Join(' ', command.Arguments)}\n{result.Output}{result.Error}[exit code {result.ExitCode}]");
        return result;
    }

    /// <summary>Environment variables that point AWS clients at this copy's LocalAws.</summary>
    public IReadOnlyDictionary<string, string?> AwsEnvironment()
    {
        var endpoint = JsonNode.Parse(File.ReadAllText(Path.Combine(LocalAwsState, "endpoint.json")))!;
        return new Dictionary<string, string?>
        {
            ["AWS_ENDPOINT_URL"] = (string?)endpoint["endpoint"],
            ["AWS_ACCESS_KEY_ID"] = "rehearsal",
            ["AWS_SECRET_ACCESS_KEY"] = "rehearsal",
            ["AWS_DEFAULT_REGION"] = "eu-west-2",
            ["AWS_PAGER"] = "",
        };
    }

    /// <summary>Calls to this copy's LocalAws, for what a test arranges or reads many times.</summary>
    public LocalAwsCalls Calls() => new(new(AwsEnvironment()["AWS_ENDPOINT_URL"]!));

    /// <summary>What the <c>aws</c> command line answers, as JSON.</summary>
    public async Task<JsonNode> AwsAsync(params IReadOnlyList<string> arguments)
    {
        var result = await CommandRunner.RunAsync(new("aws", [.. arguments, "--output", "json"]) { Environment = AwsEnvironment() }, CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, $"aws {string.Join(' ', arguments)}: {result.Error}");
        return JsonNode.Parse(result.Output.Trim().Length == 0 ? "{}" : result.Output)!;
    }

    /// <summary>Containers, networks, volumes and image names of this copy's Compose runs, and files that a run must roll back; empty when nothing is left.</summary>
    public async Task<IReadOnlyList<string>> LeftOfRunsAsync()
    {
        var project = $"slipway-{Application}-";
        var left = new List<string>();
        left.AddRange(await DockerAsync("ps", "--all", "--filter", $"name={project}", "--format", "container {{.Names}}"));
        left.AddRange(await DockerAsync("network", "ls", "--filter", $"name={project}", "--format", "network {{.Name}}"));
        left.AddRange(await DockerAsync("volume", "ls", "--filter", $"name={project}", "--format", "volume {{.Name}}"));
        left.AddRange(await DockerAsync("image", "ls", "--filter", $"reference={project}*", "--format", "image {{.Repository}}"));
        string[] files = [".env", "app/storage/APNS-Key.p8", "app/docker/nginx/AAACertificateServices.crt"];
        left.AddRange(files.Where(file => File.Exists(Workspace.PathOf(file))).Select(file => $"file {file}"));
        var runs = Workspace.PathOf(".slipway/runs");
        if (Directory.Exists(runs)) left.AddRange(Directory.GetDirectories(runs).Select(run => $"record {run}"));
        return left;
    }

    /// <summary>Containers, networks and volumes of this copy's LocalAws.</summary>
    public static async Task<IReadOnlyList<string>> LeftOfLocalAwsAsync(string instance)
    {
        var label = $"label=slipway.local-aws={instance}";
        return
        [
            .. await DockerAsync("ps", "--all", "--filter", label, "--format", "container {{.Names}}"),
            .. await DockerAsync("network", "ls", "--filter", label, "--format", "network {{.Name}}"),
            .. await DockerAsync("volume", "ls", "--filter", label, "--format", "volume {{.Name}}"),
        ];
    }

    /// <summary>The value of the label that all of this copy's LocalAws carries.</summary>
    public string Instance() => (string)JsonNode.Parse(File.ReadAllText(Path.Combine(LocalAwsState, "instance.json")))!["instanceId"]!;

    public static async Task<IReadOnlyList<string>> DockerAsync(params IReadOnlyList<string> arguments)
    {
        var result = await CommandRunner.RunAsync(new("docker", arguments), CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, $"docker {string.Join(' ', arguments)}: {result.Error}");
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async ValueTask DisposeAsync()
    {
        if (_original is not null)
        {
            Workspace.Dispose();
            return;
        }

        var registry = Registry();
        var down = await CommandRunner.RunAsync(BuildScript("--target=Down", "--env=local"), CancellationToken.None);
        await ForgetRegistryAsync(registry);
        Workspace.Dispose();
        if (down.ExitCode != 0) await TestContext.Out.WriteLineAsync($"Down failed: {down.Output}{down.Error}");
    }

    /// <summary>Host and port of the registry, or null when LocalAws was not started.</summary>
    public string? Registry()
    {
        var endpoint = Path.Combine(LocalAwsState, "endpoint.json");
        return File.Exists(endpoint) ? (string?)JsonNode.Parse(File.ReadAllText(endpoint))!["registry"] : null;
    }

    /// <summary>
    /// Removes the names of a registry that is gone, and keeps its port from the next one. If that has it already, the names are its own to remove.
    /// </summary>
    /// <param name="registry">Host and port, or null when there was none.</param>
    public static async Task ForgetRegistryAsync(string? registry)
    {
        if (registry is not null && LoopbackPort.TryHold(int.Parse(registry.Split(':')[^1], CultureInfo.InvariantCulture))) await ForgetImagesAsync($"{registry}/*");
    }

    /// <summary>
    /// Removes names that the engine keeps of a registry that is gone. By force: another LocalAws that was killed may have had the same
    /// port, and its containers still hold images under these names.
    /// </summary>
    public static async Task ForgetImagesAsync(string reference)
    {
        var names = await DockerAsync("image", "ls", "--filter", $"reference={reference}", "--format", "{{.Repository}}:{{.Tag}}");
        var tagged = names.Where(name => !name.EndsWith(":<none>", StringComparison.Ordinal)).ToList();
        if (tagged.Count > 0) await DockerAsync(["image", "rm", "--force", .. tagged]);
    }

    /// <summary>The sources are the repository's own, so what build.sh compiled there is right here too, by its hash. Links, not copies, where both are on one disk.</summary>
    public static async Task UseCompiledAsync(Workspace workspace)
    {
        var compiled = Path.Combine(Workspace.Repository, ".slipway/bin");
        var target = workspace.PathOf(".slipway");
        Directory.CreateDirectory(target);
        var linked = await CommandRunner.RunAsync(
            new("sh", "-c", """cp -R -p -l "$0" "$1" 2>/dev/null || cp -R -p "$0" "$1" && rm -f "$1/bin/current" """, compiled, target), CancellationToken.None);
        Assert.That(linked.ExitCode, Is.Zero, linked.Error);
    }
}

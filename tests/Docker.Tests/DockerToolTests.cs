using Cake.Core;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Slipway.Docker.Processes;

namespace Slipway.Docker.Tests;

public sealed class DockerToolTests
{
    [Test]
    public void A_missing_docker_is_said_in_cakes_words()
    {
        var tools = new ToolLocator(FakeDocker.Environment(), new ToolRepository(FakeDocker.Environment()), new NoTools());
        var runner = new DockerRunner(new FileSystem(), FakeDocker.Environment(), new ProcessTreeRunner(), tools, new());

        Assert.That(
            async () => await runner.RunAsync(new(), new(["version"]), CancellationToken.None),
            Throws.TypeOf<ToolMissingException>().With.Message.EqualTo("docker: Could not locate executable."));
    }

    [Test]
    public async Task An_error_names_the_command_its_exit_code_and_the_end_of_what_it_said()
    {
        using var docker = new FakeDocker("for i in $(seq 1 30); do echo \"line $i\" >&2; done; exit 125");

        var exception = await Failure.OfAsync<ToolException>(() => docker.Runner().RunAsync(new(), new(["push", "shop app"]), CancellationToken.None));

        var expected = "docker: Process returned an error (exit code 125).\n  docker push \"shop app\"\n"
            + string.Join('\n', Enumerable.Range(16, 15).Select(i => $"  line {i}"));
        Assert.Multiple(() =>
        {
            Assert.That(exception.Message, Is.EqualTo(expected));
            Assert.That(exception.ProcessExitCode, Is.EqualTo(125));
            Assert.That(exception.ExitCode, Is.EqualTo(1));
            Assert.That(exception.StandardError, Has.Count.EqualTo(30));
        });
    }

    [Test]
    public async Task A_secret_that_cakes_customization_adds_is_redacted_in_the_error()
    {
        using var docker = new FakeDocker("exit 1");
        var settings = new DockerSettings { ArgumentCustomization = arguments => arguments.AppendSecret("planted-secret") };

        var exception = await Failure.OfAsync<ToolException>(() => docker.Runner().RunAsync(settings, new(["pull"]), CancellationToken.None));

        Assert.That(exception.CommandLine, Is.EqualTo("docker pull [REDACTED]"));
    }

    [Test]
    public async Task A_timeout_ends_the_process_tree_and_says_how_long_it_waited()
    {
        using var docker = new FakeDocker("sleep 1000 & echo $! > \"$HERE/pid\"; echo waiting >&2; sleep 1000");
        var settings = new DockerSettings { ToolTimeout = TimeSpan.FromMilliseconds(400) };

        var exception = await Failure.OfAsync<ToolException>(() => docker.Runner().RunAsync(settings, new(["compose", "up"]), CancellationToken.None));

        Assert.Multiple(() =>
        {
            Assert.That(
                exception.Message,
                Is.EqualTo("docker: Tool timeout (0.4 s); the process and its children were ended.\n  docker compose up\n  waiting"));
            Assert.That(exception.TimedOut, Is.True);
            Assert.That(exception.ProcessExitCode, Is.Null);
            Assert.That(File.Exists($"/proc/{docker.Read("pid").Trim()}/exe") && File.ReadAllText($"/proc/{docker.Read("pid").Trim()}/cmdline").Length > 0, Is.False);
        });
    }

    [Test]
    public async Task An_exit_code_that_the_settings_handle_is_no_error()
    {
        using var docker = new FakeDocker("echo partly; exit 3");
        var settings = new DockerSettings { HandleExitCode = code => code == 3 };

        var output = await docker.Runner().RunAsync(settings, new(["x"]), CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(output.ExitCode, Is.EqualTo(3));
            Assert.That(output.StandardOutput, Is.EqualTo(new[] { "partly" }));
        });
    }

    [Test]
    public async Task Environment_and_directory_come_from_the_run_over_the_settings_over_the_options()
    {
        using var docker = new FakeDocker("echo $A $B $C; pwd");
        var options = new DockerCliOptions
        {
            Environment = new Dictionary<string, string> { ["A"] = "options", ["B"] = "options", ["C"] = "options" },
            WorkingDirectory = docker.Folder,
        };
        var settings = new DockerSettings { EnvironmentVariables = new Dictionary<string, string> { ["B"] = "settings", ["C"] = "settings" } };
        var run = new ToolRun([]) { Environment = new Dictionary<string, string> { ["C"] = "run" } };

        var output = await docker.Runner(options).RunAsync(settings, run, CancellationToken.None);

        Assert.That(output.StandardOutput, Is.EqualTo(new[] { "options settings run", docker.Folder }));
    }

    [Test]
    public async Task Lines_of_both_streams_reach_the_callback_one_at_a_time()
    {
        using var docker = new FakeDocker("for i in $(seq 1 500); do echo o$i; echo e$i >&2; done");
        var lines = new List<string>();

        await docker.Runner().RunAsync(new(), new([]) { OnLine = lines.Add }, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(lines.Where(line => line[0] == 'o'), Is.EqualTo(Enumerable.Range(1, 500).Select(i => $"o{i}")));
            Assert.That(lines.Where(line => line[0] == 'e'), Is.EqualTo(Enumerable.Range(1, 500).Select(i => $"e{i}")));
        });
    }

    private sealed class NoTools : IToolResolutionStrategy
    {
        public FilePath Resolve(IToolRepository repository, string tool) => null!;

        public FilePath Resolve(IToolRepository repository, IEnumerable<string> toolExeNames) => null!;
    }
}

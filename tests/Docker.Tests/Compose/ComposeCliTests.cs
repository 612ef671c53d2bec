using Slipway.Docker.Compose;

namespace Slipway.Docker.Tests.Compose;

public sealed class ComposeCliTests
{
    private const string Running = """{"Service":"app","Name":"shop-app-1","State":"running","Health":"healthy","ExitCode":0,"Publishers":null}""";
    private const string Ended = """{"Service":"job","Name":"shop-job-1","State":"exited","Health":"","ExitCode":3}""";

    private static readonly ComposeContainer[] Expected =
    [
        new("app", "shop-app-1", "running", "healthy", 0),
        new("job", "shop-job-1", "exited", null, 3),
    ];

    [TestCase($"{Running}\n{Ended}", TestName = "Ps reads one object a line, as Compose writes it since 2.21")]
    [TestCase($"[{Running},{Ended}]", TestName = "Ps reads one array, as Compose wrote it before")]
    public async Task Ps_reads(string output)
    {
        using var docker = new FakeDocker($"cat <<'END'\n{output}\nEND");
        var compose = new ComposeCli(docker.Cli(), new() { Name = "shop" });

        var containers = await compose.PsAsync(new() { All = true }, CancellationToken.None);

        Assert.That(containers, Is.EqualTo(Expected));
    }

    [Test]
    public async Task The_clis_project_takes_the_place_of_the_settings()
    {
        using var docker = new FakeDocker("echo \"$*\"");
        var lines = new List<string>();
        var compose = new ComposeCli(docker.Cli(), new() { Name = "shop", Files = ["a.yml"] });

        await compose.UpAsync(new() { ProjectName = "ignored", Detach = true }, lines.Add, CancellationToken.None);

        Assert.That(lines, Is.EqualTo(new[] { "compose --project-name shop --file a.yml up --detach" }));
    }

    [Test]
    public async Task Builds_run_without_attestations_which_ecr_cannot_scan()
    {
        using var docker = new FakeDocker("echo $BUILDX_NO_DEFAULT_ATTESTATIONS");
        var lines = new List<string>();

        await new ComposeCli(docker.Cli(), new()).BuildAsync(new(), lines.Add, CancellationToken.None);

        Assert.That(lines, Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public async Task Exec_gives_the_exit_code_the_lines_and_the_standard_input()
    {
        using var docker = new FakeDocker("cat; echo oops >&2; exit 42");
        var lines = new List<string>();
        var settings = new ComposeExecSettings { Service = "app", Command = ["sh"], StandardInput = "typed" };

        var exitCode = await new ComposeCli(docker.Cli(), new()).ExecAsync(settings, lines.Add, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(42));
            Assert.That(lines, Is.EquivalentTo(new[] { "typed", "oops" }));
        });
    }

    [Test]
    public async Task Capture_gives_standard_output_alone_and_the_exit_code()
    {
        using var docker = new FakeDocker("echo data; echo noise >&2; exit 2");

        var output = await new ComposeCli(docker.Cli(), new()).CaptureAsync(new() { Service = "app", Command = ["x"] }, onLine: null, CancellationToken.None);

        Assert.That((output.Text, output.ExitCode), Is.EqualTo(("data", 2)));
    }

    [Test]
    public async Task The_model_can_be_had_with_its_variables_as_they_are_written()
    {
        using var docker = new FakeDocker("echo \"{\\\"asked\\\":\\\"$*\\\"}\"");

        var model = await new ComposeCli(docker.Cli(), new() { Name = "shop" }).UninterpolatedConfigAsync(CancellationToken.None);

        Assert.That((string)model["asked"]!, Is.EqualTo("compose --project-name shop config --no-interpolate --format json"));
    }

    [Test]
    public async Task Config_with_a_failure_keeps_composes_exit_code()
    {
        using var docker = new FakeDocker("echo 'services.app additional property imagee is not allowed' >&2; exit 15");

        var exception = await Failure.OfAsync<ToolException>(() => new ComposeCli(docker.Cli(), new()).ConfigAsync(CancellationToken.None));

        Assert.Multiple(() =>
        {
            Assert.That(exception.ProcessExitCode, Is.EqualTo(15));
            Assert.That(exception.Message, Does.EndWith("\n  services.app additional property imagee is not allowed"));
        });
    }
}

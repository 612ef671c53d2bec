using Slipway.Docker.Compose;
using Slipway.Docker.Prerequisites;

namespace Slipway.Docker.Tests.Compose;

/// <summary>A small project on the real engine: built, started, asked, and taken down.</summary>
public sealed class ComposeEngineTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private TemporaryFolder _folder = null!;
    private ComposeCli _compose = null!;

    private ComposeCli Broken => new(Engine.Docker, _compose.Project with { Profiles = ["broken"] });

    [OneTimeSetUp]
    public async Task WriteProject()
    {
        await Engine.ReadyAsync();
        _folder = new();
        await File.WriteAllTextAsync(_folder.PathOf("Dockerfile"), $"FROM {BaseImage.DefaultReference}\nCMD [\"sh\", \"-c\", \"echo I am up; exec sleep 1000\"]\n");
        await File.WriteAllTextAsync(_folder.PathOf("compose.yml"), """
            services:
              app:
                build: .
                init: true
                environment: { PRICE: "5$$" }
                healthcheck: { test: ["CMD", "true"], interval: 1s }
                volumes: ["data:/data"]
                depends_on: { job: { condition: service_completed_successfully } }
              job:
                build: .
                command: ["sh", "-c", "echo done"]
              broken:
                build: .
                profiles: [broken]
                command: ["sh", "-c", "echo no database >&2; exit 3"]
            volumes: { data: {} }
            """);
        _compose = new(Engine.Docker, new() { Name = Engine.NewName("compose"), Files = [_folder.PathOf("compose.yml")] });
        await Broken.BuildAsync(new(), onLine: null, None);
    }

    [OneTimeTearDown]
    public async Task TakeDown()
    {
        await Broken.DownAsync(new() { Volumes = true, RemoveOrphans = true, StopTimeout = TimeSpan.Zero }, None);
        foreach (var service in new[] { "app", "job", "broken" })
            await Engine.Docker.RemoveImageAsync($"{_compose.Project.Name}-{service}", force: true, None);
        _folder.Dispose();
    }

    [TearDown]
    public Task Down() => Broken.DownAsync(new() { Volumes = true, RemoveOrphans = true, StopTimeout = TimeSpan.Zero }, None);

    [Test]
    public async Task The_resolved_model_is_given_as_json()
    {
        var model = await _compose.ConfigAsync(None);

        Assert.Multiple(() =>
        {
            Assert.That((string)model["name"]!, Is.EqualTo(_compose.Project.Name));
            Assert.That(model["services"]!.AsObject().Select(service => service.Key), Is.EqualTo(new[] { "app", "job" }));
            Assert.That((string)model["services"]!["app"]!["environment"]!["PRICE"]!, Is.EqualTo("5$$"));
        });
    }

    [Test]
    public async Task A_project_comes_up_healthy_runs_commands_and_goes_without_a_trace()
    {
        var lines = new List<string>();
        var output = new List<string>();

        await _compose.UpAsync(new() { Detach = true, Wait = true, WaitTimeout = TimeSpan.FromSeconds(60), NoBuild = true }, lines.Add, None);
        var containers = await _compose.PsAsync(new() { All = true }, None);
        var exitCode = await _compose.ExecAsync(
            new()
            {
                Service = "app",
                Command = ["sh", "-c", "id -un; pwd; echo $TOKEN; exit 42"],
                User = "daemon",
                Workdir = "/data",
                Environment = new Dictionary<string, string> { ["TOKEN"] = "a secret" },
            },
            output.Add,
            None);
        var logs = await _compose.LogsAsync(new() { Tail = 10, NoPrefix = true }, None);
        await _compose.DownAsync(new() { Volumes = true, RemoveOrphans = true, StopTimeout = TimeSpan.FromSeconds(1) }, None);

        var name = _compose.Project.Name;
        string[] label = [$"com.docker.compose.project={name}"];
        await Assert.MultipleAsync(async () =>
        {
            Assert.That(lines, Has.Some.Contains("Healthy"));
            Assert.That(containers, Is.EquivalentTo(new ComposeContainer[]
            {
                new("app", $"{name}-app-1", "running", "healthy", 0),
                new("job", $"{name}-job-1", "exited", null, 0),
            }));
            Assert.That(exitCode, Is.EqualTo(42));
            Assert.That(output, Is.EqualTo(new[] { "daemon", "/data", "a secret" }));
            Assert.That(logs, Is.EquivalentTo(new[] { "I am up", "done" }));
            Assert.That(await Engine.Docker.ListContainersAsync(label, all: true, None), Is.Empty);
            Assert.That(await Engine.Docker.ListNetworksAsync(label, None), Is.Empty);
            Assert.That(await Engine.Docker.ListVolumesAsync(label, None), Is.Empty);
        });
    }

    [Test]
    public async Task A_service_that_fails_fails_the_up_and_its_log_is_still_there()
    {
        var exception = await Failure.OfAsync<ToolException>(
            () => Broken.UpAsync(new() { Detach = true, Wait = true, NoBuild = true, Services = ["broken"] }, onLine: null, None));

        var logs = await Broken.LogsAsync(new() { Services = ["broken"] }, None);
        var containers = await Broken.PsAsync(new() { All = true }, None);
        Assert.Multiple(() =>
        {
            Assert.That(exception.Message, Does.Contain("exited (3)"));
            Assert.That(logs.Single(), Does.EndWith("| no database"));
            Assert.That(containers, Is.EqualTo(new ComposeContainer[] { new("broken", $"{_compose.Project.Name}-broken-1", "exited", null, 3) }));
        });
    }

    [Test]
    public async Task A_command_that_takes_too_long_is_ended()
    {
        await _compose.UpAsync(new() { Detach = true, NoBuild = true, Services = ["app"] }, onLine: null, None);
        var settings = new ComposeExecSettings { Service = "app", Command = ["sleep", "1000"], ToolTimeout = TimeSpan.FromSeconds(1) };

        var exception = await Failure.OfAsync<ToolException>(() => _compose.ExecAsync(settings, onLine: null, None));

        Assert.That(exception.TimedOut, Is.True);
    }

    [Test]
    public async Task Taking_down_what_is_not_there_is_no_error() =>
        await _compose.DownAsync(new() { Volumes = true, RemoveOrphans = true }, None);
}

using System.Text.Json.Nodes;
using Slipway.Docker.Containers;
using Slipway.Docker.Prerequisites;

namespace Slipway.Docker.Tests.Containers;

/// <summary>Containers, networks, volumes and events on the real engine.</summary>
public sealed class ContainerEngineTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [OneTimeSetUp]
    public Task MakeReady() => Engine.ReadyAsync();

    [Test]
    public async Task A_container_has_what_it_was_created_with()
    {
        var network = Engine.NewName("net");
        await Engine.Docker.CreateNetworkAsync(network, Engine.Labels, None);
        var settings = new ContainerSettings
        {
            Image = BaseImage.DefaultReference,
            Labels = Engine.Labels,
            Hostname = "shop",
            Environment = new Dictionary<string, string> { ["QUOTED"] = "\"a b\" 'c'", ["LINES"] = "one\ntwo", ["EMPTY"] = "" },
            Workdir = "/srv",
            Entrypoint = ["sleep"],
            Command = ["1000"],
            HealthCheck = new(["CMD", "true"]) { Interval = TimeSpan.FromSeconds(5) },
            StopTimeout = TimeSpan.FromSeconds(3),
            LogDriver = "json-file",
            LogOptions = new Dictionary<string, string> { ["max-size"] = "1m" },
            Networking = new() { Network = network, Aliases = ["app"] },
            Resources = new() { MemoryMiB = 64, MemoryReservationMiB = 32, CpuShares = 128 },
            Storage = new() { Tmpfs = ["/run:size=1m"] },
        };

        var id = await Engine.Docker.CreateContainerAsync(settings, None);

        var container = (await Engine.Docker.InspectContainersAsync([id, "no-such-container"], None)).Single()!;
        var config = container["Config"]!;
        var host = container["HostConfig"]!;
        Assert.Multiple(() =>
        {
            Assert.That((string)container["Id"]!, Is.EqualTo(id));
            Assert.That((string)config["Hostname"]!, Is.EqualTo("shop"));
            Assert.That(config["Env"]!.AsArray().Select(value => (string)value!), Is.SupersetOf(new[] { "QUOTED=\"a b\" 'c'", "LINES=one\ntwo", "EMPTY=" }));
            Assert.That((string)config["WorkingDir"]!, Is.EqualTo("/srv"));
            Assert.That(config["Entrypoint"]!.ToJsonString(), Is.EqualTo("[\"sleep\"]"));
            Assert.That(config["Cmd"]!.ToJsonString(), Is.EqualTo("[\"1000\"]"));
            Assert.That(config["Healthcheck"]!["Test"]!.AsArray().Select(value => (string)value!), Is.EqualTo(new[] { "CMD-SHELL", "exec 'true'" }));
            Assert.That((long)config["Healthcheck"]!["Interval"]!, Is.EqualTo(5_000_000_000));
            Assert.That((int)config["StopTimeout"]!, Is.EqualTo(3));
            Assert.That((long)host["Memory"]!, Is.EqualTo(64 * 1024 * 1024));
            Assert.That((long)host["MemoryReservation"]!, Is.EqualTo(32 * 1024 * 1024));
            Assert.That((int)host["CpuShares"]!, Is.EqualTo(128));
            Assert.That((string)host["LogConfig"]!["Config"]!["max-size"]!, Is.EqualTo("1m"));
            Assert.That(host["Tmpfs"]!.ToJsonString(), Is.EqualTo("{\"/run\":\"size=1m\"}"));
            Assert.That(container["NetworkSettings"]!["Networks"]![network]!["Aliases"]!.AsArray().Select(value => (string)value!), Does.Contain("app"));
        });
    }

    [Test]
    public async Task A_container_starts_logs_stops_and_goes_and_the_events_tell()
    {
        var began = DateTimeOffset.UtcNow;
        using var enough = new CancellationTokenSource();
        var actions = new List<string>();
        var id = await Engine.Docker.CreateContainerAsync(Settings("sh", "-c", "trap 'echo stopping; exit 5' TERM; echo up; echo err >&2; sleep 1000 & wait"), None);
        var events = Engine.Docker.EventsAsync(["type=container", $"container={id}"], Collect, began, enough.Token);

        await Engine.Docker.StartContainerAsync(id, None);
        var running = (await Engine.Docker.ListContainersAsync([Engine.Label], all: false, None)).Where(container => container.Id == id).ToArray();
        while ((await Engine.Docker.LogsAsync(id, 10, None)).Count < 2)
            await Task.Delay(20);
        var stopped = await Engine.Docker.StopContainerAsync(id, TimeSpan.FromSeconds(10), None);
        var exitCode = await Engine.Docker.WaitContainerAsync(id, None);
        var log = await Engine.Docker.LogsAsync(id, null, None);
        var removed = await Engine.Docker.RemoveContainerAsync(id, force: false, volumes: true, None);
        await Failure.OfAsync<OperationCanceledException>(() => events);

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(running.Select(container => container.State), Is.EqualTo(new[] { "running" }));
            Assert.That(stopped, Is.True);
            Assert.That(exitCode, Is.EqualTo(5));
            Assert.That(log, Is.EquivalentTo(new[] { "up", "err", "stopping" }));
            Assert.That(removed, Is.True);
            Assert.That(await Engine.Docker.RemoveContainerAsync(id, force: true, volumes: false, None), Is.False);
            Assert.That(await Engine.Docker.StopContainerAsync(id, null, None), Is.False);
            Assert.That(await Engine.Docker.InspectContainersAsync([id], None), Is.Empty);
            Assert.That(actions, Is.EqualTo(new[] { "create", "start", "kill", "die", "stop", "destroy" }));
        });

        void Collect(JsonObject happened)
        {
            actions.Add((string)happened["Action"]!);
            if (actions[^1] == "destroy")
                enough.Cancel();
        }
    }

    [Test]
    public async Task A_signal_ends_a_container()
    {
        var id = await Engine.Docker.CreateContainerAsync(Settings("sleep", "1000"), None);
        await Engine.Docker.StartContainerAsync(id, None);

        await Engine.Docker.KillContainerAsync(id, "KILL", None);

        Assert.That(await Engine.Docker.WaitContainerAsync(id, None), Is.EqualTo(137));
    }

    [Test]
    public async Task A_one_shot_container_reads_its_input_and_gives_its_output()
    {
        var output = await Engine.Docker.RunAsync(Settings("tr", "a-z", "A-Z"), "hello\nworld\n", None);

        Assert.That(output, Is.EqualTo("HELLO\nWORLD"));
    }

    [Test]
    public async Task A_one_shot_container_that_fails_says_so_and_is_gone()
    {
        var exception = await Failure.OfAsync<ToolException>(() => Engine.Docker.RunAsync(Settings("sh", "-c", "echo broken >&2; exit 9"), null, None));

        Assert.Multiple(() =>
        {
            Assert.That(exception.ProcessExitCode, Is.EqualTo(9));
            Assert.That(exception.StandardError, Is.EqualTo(new[] { "broken" }));
        });
    }

    [Test]
    public async Task A_one_shot_container_that_is_cancelled_does_not_run_on()
    {
        using var cancellation = new CancellationTokenSource();
        var name = Engine.NewName("cancelled");
        var settings = new ContainerSettings { Image = BaseImage.DefaultReference, Name = name, Labels = Engine.Labels, Command = ["sleep", "1000"] };
        var run = Engine.Docker.RunAsync(settings, null, cancellation.Token);
        while ((await Engine.Docker.InspectContainersAsync([name], None)) is not [{ } container] || (string)container["State"]!["Status"]! != "running")
            await Task.Delay(20);

        await cancellation.CancelAsync();
        await Failure.OfAsync<OperationCanceledException>(() => run);

        Assert.That(await Engine.Docker.InspectContainersAsync([name], None), Is.Empty);
    }

    [Test]
    public async Task Networks_and_volumes_are_found_by_label_and_removed_once()
    {
        var network = Engine.NewName("net");
        var volume = Engine.NewName("vol");
        string[] filter = [Engine.Label, $"test={network}"];
        var labels = new Dictionary<string, string>(Engine.Labels) { ["test"] = network };
        var id = await Engine.Docker.CreateContainerAsync(Settings("sleep", "1000"), None);

        await Engine.Docker.CreateNetworkAsync(network, labels, None);
        await Engine.Docker.CreateVolumeAsync(volume, labels, None);
        await Engine.Docker.ConnectNetworkAsync(network, id, ["alias"], None);
        var listed = (await Engine.Docker.ListNetworksAsync(filter, None), await Engine.Docker.ListVolumesAsync(filter, None));
        var disconnected = await Engine.Docker.DisconnectNetworkAsync(network, id, None);
        bool[] removed =
        [
            await Engine.Docker.RemoveNetworkAsync(network, None), await Engine.Docker.RemoveNetworkAsync(network, None),
            await Engine.Docker.RemoveVolumeAsync(volume, None), await Engine.Docker.RemoveVolumeAsync(volume, None),
        ];

        Assert.Multiple(() =>
        {
            Assert.That(listed.Item1, Is.EqualTo(new[] { network }));
            Assert.That(listed.Item2, Is.EqualTo(new[] { volume }));
            Assert.That(disconnected, Is.True);
            Assert.That(removed, Is.EqualTo(new[] { true, false, true, false }));
        });
    }

    [Test]
    public async Task A_network_in_use_is_not_removed_and_docker_says_why()
    {
        var network = Engine.NewName("net");
        await Engine.Docker.CreateNetworkAsync(network, Engine.Labels, None);
        var settings = new ContainerSettings
        {
            Image = BaseImage.DefaultReference,
            Labels = Engine.Labels,
            Command = ["sleep", "1000"],
            Networking = new() { Network = network },
        };
        await Engine.Docker.StartContainerAsync(await Engine.Docker.CreateContainerAsync(settings, None), None);

        var exception = await Failure.OfAsync<ToolException>(() => Engine.Docker.RemoveNetworkAsync(network, None));

        Assert.That(exception.Message, Does.Contain("has active endpoints"));
    }

    private static ContainerSettings Settings(params string[] command) => new()
    {
        Image = BaseImage.DefaultReference,
        Pull = "never",
        Labels = Engine.Labels,
        Command = command,
    };
}

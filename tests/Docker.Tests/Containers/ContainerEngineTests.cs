using Slipway.Docker.Prerequisites;

namespace Slipway.Docker.Tests.Containers;

/// <summary>What is found by label and removed, on the real engine.</summary>
public sealed class ContainerEngineTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [OneTimeSetUp]
    public Task MakeReady() => Engine.ReadyAsync();

    [Test]
    public async Task A_container_is_found_by_label_and_removed_once()
    {
        var id = await Engine.RunAsync([BaseImage.DefaultReference, "sleep", "1000"]);

        var running = (await Engine.Docker.ListContainersAsync([Engine.Label], all: false, None)).Where(container => container.Id == id).ToArray();
        bool[] removed =
        [
            await Engine.Docker.RemoveContainerAsync(id, force: true, volumes: true, None), await Engine.Docker.RemoveContainerAsync(id, force: true, volumes: false, None),
        ];

        Assert.That(running.Select(container => container.State), Is.EqualTo(new[] { "running" }));
        Assert.That(removed, Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public async Task A_container_is_found_by_the_port_that_it_publishes()
    {
        var id = await Engine.RunAsync(["--publish", "127.0.0.1::5000", BaseImage.DefaultReference, "sleep", "1000"]);
        var port = int.Parse((string)(await Engine.InspectAsync(id))["NetworkSettings"]!["Ports"]!["5000/tcp"]![0]!["HostPort"]!);

        var found = await Engine.Docker.ListContainersByPortAsync(port, None);

        Assert.That(found.Select(container => container.Id), Is.EqualTo(new[] { id }));
    }

    [Test]
    public async Task Networks_and_volumes_are_found_by_label_and_removed_once()
    {
        var network = Engine.NewName("net");
        var volume = Engine.NewName("vol");
        string[] filter = [Engine.Label, $"test={network}"];
        await CreateAsync("network", network, $"test={network}");
        await CreateAsync("volume", volume, $"test={network}");

        var listed = (await Engine.Docker.ListNetworksAsync(filter, None), await Engine.Docker.ListVolumesAsync(filter, None));
        bool[] removed =
        [
            await Engine.Docker.RemoveNetworkAsync(network, None), await Engine.Docker.RemoveNetworkAsync(network, None),
            await Engine.Docker.RemoveVolumeAsync(volume, None), await Engine.Docker.RemoveVolumeAsync(volume, None),
        ];

        Assert.Multiple(() =>
        {
            Assert.That(listed.Item1, Is.EqualTo(new[] { network }));
            Assert.That(listed.Item2, Is.EqualTo(new[] { volume }));
            Assert.That(removed, Is.EqualTo(new[] { true, false, true, false }));
        });
    }

    [Test]
    public async Task A_network_in_use_is_not_removed_and_docker_says_why()
    {
        var network = Engine.NewName("net");
        await CreateAsync("network", network);
        await Engine.RunAsync(["--network", network, BaseImage.DefaultReference, "sleep", "1000"]);

        var exception = await Failure.OfAsync<ToolException>(() => Engine.Docker.RemoveNetworkAsync(network, None));

        Assert.That(exception.Message, Does.Contain("has active endpoints"));
    }

    private static Task<ToolOutput> CreateAsync(string what, string name, params string[] labels) => Engine.Docker.RunAsync(
        new DockerSettings(),
        new([what, "create", .. Engine.Labels.Select(label => $"{label.Key}={label.Value}").Concat(labels).SelectMany(label => (string[])["--label", label]), name]),
        None);
}

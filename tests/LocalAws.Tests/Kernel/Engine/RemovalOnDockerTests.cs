using Docker.DotNet.Models;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Kernel.Engine;

/// <summary>Containers that are removed from two sides, as a task that ends while LocalAws is taken down.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class RemovalOnDockerTests
{
    [Test]
    public async Task Whoever_removes_a_container_finds_it_gone_and_can_remove_its_network()
    {
        await using var server = await LocalAwsServer.StartAsync();
        var docker = server.Application.Services.GetRequiredService<DockerEngine>();
        var labels = new Dictionary<string, string>([server.Options.Label]);
        var network = $"slipway-{server.Options.InstanceId}-removal";
        await docker.EnsureNetworkAsync(network, labels, CancellationToken.None);
        var container = await docker.CreateContainerAsync(
            new() { Image = "debian:bookworm-slim", Cmd = ["sleep", "600"], Labels = labels, HostConfig = new HostConfig { NetworkMode = network } }, CancellationToken.None);
        await docker.StartContainerAsync(container, CancellationToken.None);

        var left = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            await docker.RemoveContainerAsync(container, CancellationToken.None);
            return await docker.InspectContainerAsync(container, CancellationToken.None);
        }));
        var removed = await docker.RemoveNetworkAsync(network, CancellationToken.None);

        Assert.That(left, Has.All.Null);
        Assert.That(removed, Is.True);
    }
}

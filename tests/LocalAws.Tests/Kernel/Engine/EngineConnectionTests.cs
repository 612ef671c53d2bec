using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Kernel.Engine;

/// <summary>How LocalAws reaches an engine: what the registry's start, which needs one, says about it.</summary>
public sealed class EngineConnectionTests
{
    [TestCase("1.41", "/v1.41/containers/")]
    [TestCase("1.99", "/v1.52/containers/")]
    public async Task The_newest_version_that_both_know_is_spoken(string engines, string spoken)
    {
        await using var engine = await EngineServer.StartAsync(engines);

        var refusal = await RefusalAsync(new(new($"tcp://127.0.0.1:{engine.Port}")));

        Assert.That(refusal, Does.Contain($"Error response from daemon: asked for {spoken}"));
    }

    [Test]
    public async Task An_engine_behind_TLS_is_reached_with_the_certificates_of_the_folder()
    {
        var folder = Directory.CreateTempSubdirectory("docker-certificates-").FullName;
        await using var engine = await EngineServer.StartAsync("1.41", folder);

        var refusal = await RefusalAsync(new(new($"tcp://localhost:{engine.Port}"), folder));
        var withoutThem = await RefusalAsync(new(new($"tcp://localhost:{engine.Port}")));
        Directory.Delete(folder, recursive: true);

        Assert.That(refusal, Does.Contain("Error response from daemon: asked for /v1.41/containers/"));
        Assert.That(withoutThem, Does.Contain($"Cannot connect to the Docker daemon at tcp://localhost:{engine.Port}/: "));
    }

    [Test]
    public async Task An_engine_that_does_not_run_is_named_with_what_to_do()
    {
        var refusal = await RefusalAsync(new(new("unix:///nowhere/docker.sock")));

        Assert.That(refusal, Does.Contain("Cannot connect to the Docker daemon at unix:///nowhere/docker.sock: ").And.EndsWith("\nStart the Docker engine, and try again."));
    }

    private static async Task<string> RefusalAsync(DockerEndpoint endpoint)
    {
        await using var server = await LocalAwsServer.StartAsync(configure: services => services.AddSingleton(endpoint));
        var registry = server.Application.Services.GetRequiredService<IRegistryContainer>();
        return (await Assert.ThrowsAsync<AwsErrorException>(() => registry.EnsureAsync(CancellationToken.None))).Message;
    }
}

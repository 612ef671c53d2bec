using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>Applications that cannot run in ECS: nothing is written, and no deployment is proposed. What is refused, and how, is among the samples of the conversion.</summary>
public sealed class RefusedApplicationTests
{
    [TestCase("services: { web: { build: ., platform: wasi/wasm } }", "service 'web' is for WebAssembly (platform wasi/wasm)")]
    [TestCase("services: { web: { build: . }, ci: { image: runner, volumes: [\"/var/run/docker.sock:/var/run/docker.sock\"] } }", "service 'ci' mounts /var/run/docker.sock")]
    [TestCase("services: { portainer: { image: portainer/portainer-ce, volumes: [\"/var/run/docker.sock:/var/run/docker.sock\"] } }", "service 'portainer' mounts /var/run/docker.sock")]
    [TestCase("services: { web: { build: ., volumes: [\"../../../../../../../..:/host\"] } }", "service 'web' mounts /, a part of this machine")]
    public async Task Nothing_is_written_and_nothing_is_proposed(string compose, string reason)
    {
        using var folder = new ApplicationFolder(compose);

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync());

        Assert.That(refused!.ExitCode, Is.EqualTo(ExitCodes.Configuration));
        Assert.That(refused.Message, Does.StartWith("compose.yaml cannot become a task definition, so nothing was written:\n").And.Contains(reason));
        Assert.That(folder.Files, Is.Empty);
        Assert.That(folder.Said, Is.Empty);
    }

    [Test]
    public async Task Helpers_of_Docker_stay_behind_and_the_application_is_deployed()
    {
        using var folder = new ApplicationFolder("""
            services:
              web: { build: ., ports: ["8080:80"], labels: ["traefik.enable=true"], depends_on: [proxy] }
              proxy: { image: "traefik:v3.1", command: ["--providers.docker.endpoint=tcp://socket:2375"], ports: ["80:80"] }
              socket: { image: tecnativa/docker-socket-proxy, volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"] }
              cadvisor: { image: "gcr.io/cadvisor/cadvisor:v0.49.1", volumes: ["/:/rootfs:ro", "/sys:/sys:ro"] }
              dashboard: { image: "traefik:v3.1", command: ["--providers.file.filename=/routes.yml"], ports: ["8081:8080"] }
            """);

        await folder.InitAsync();

        Assert.That(folder.Said, Has.One.EqualTo("  socket: services: it mounts /var/run/docker.sock of the machine, where in ECS it would find nothing of the application; it is left out, and a load balancer, CloudWatch or ECS itself does its work."));
        Assert.That(folder.Said, Has.One.EqualTo("  proxy: services: it asks Docker, which in ECS does not know the application; it is left out, and a load balancer, CloudWatch or ECS itself does its work."));
        Assert.That(folder.Said, Has.One.StartsWith("  cadvisor: services: it mounts / of the machine"));
        Assert.That(folder.Read("taskdefs/local-taskdef.json"), Does.Contain("\"dashboard\"").And.Not.Contain("\"proxy\"").And.Not.Contain("\"socket\""));
        Assert.That(folder.Read("appspec.yaml"), Does.Contain("ContainerName: web"));
    }
}

using System.Text.Json.Nodes;
using Slipway.Docker.Prerequisites;

namespace Slipway.Docker.Tests.Prerequisites;

/// <summary>What <c>docker info</c> answers where no engine does, by version of the client.</summary>
public sealed class DockerInfoTests
{
    private const string Refusal = "permission denied while trying to connect to the docker API at unix:///var/run/docker.sock";

    // Up to 22 the reason is in the JSON; later it is on standard error, with exit code 1 or 0, and the engine's fields are empty.
    [TestCase("""echo '{"ServerErrors": ["REFUSAL"], "ClientInfo": {"Context": "default"}}'; exit 1""")]
    [TestCase("""echo '{"ServerVersion": "", "Warnings": null, "ClientInfo": {"Context": "default"}}'; echo 'REFUSAL' >&2; exit 1""")]
    [TestCase("""echo '{"ServerVersion": "", "Warnings": null, "ClientInfo": {"Context": "default"}}'; echo 'REFUSAL' >&2""")]
    [TestCase("""echo 'REFUSAL' >&2; exit 1""")]
    public async Task A_refused_socket_is_recognised(string script)
    {
        using var docker = new FakeDocker(script.Replace("REFUSAL", Refusal, StringComparison.Ordinal));

        var facts = await DockerPrerequisites.InspectAsync(docker.Cli(), new(), CancellationToken.None);

        Assert.That(facts.Docker.EngineError, Is.EqualTo(Refusal));
        Assert.That(facts.Docker.IsRefused, Is.True);
    }

    [Test]
    public async Task A_warning_beside_an_engine_that_answers_is_no_error()
    {
        using var docker = new FakeDocker("""echo '{"ServerVersion": "28.2.2", "DockerRootDir": "/var/lib/docker"}'; echo 'WARNING: No swap limit support' >&2""");

        var info = await docker.Cli().InfoAsync(CancellationToken.None);

        Assert.That(JsonNode.DeepEquals(info, JsonNode.Parse("""{"ServerVersion": "28.2.2", "DockerRootDir": "/var/lib/docker"}""")), Is.True);
    }
}

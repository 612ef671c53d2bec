using Slipway.LocalAws.Kernel.Engine;

namespace Slipway.LocalAws.Tests.Kernel.Engine;

public sealed class DockerEndpointTests
{
    private string _config = "";

    [SetUp]
    public void MakeConfiguration() => _config = Directory.CreateTempSubdirectory("docker-config-").FullName;

    [TearDown]
    public void RemoveConfiguration() => Directory.Delete(_config, recursive: true);

    [Test]
    public void Without_any_setting_it_is_the_socket_of_the_platform()
    {
        var endpoint = Resolve();

        Assert.That(endpoint, Is.EqualTo(new DockerEndpoint(new(OperatingSystem.IsWindows() ? "npipe://./pipe/docker_engine" : "unix:///var/run/docker.sock"))));
    }

    [Test]
    public void DOCKER_HOST_comes_before_every_context()
    {
        Write("config.json", """{"currentContext": "elsewhere"}""");

        var endpoint = Resolve(("DOCKER_HOST", "tcp://192.0.2.1:2375"), ("DOCKER_CONTEXT", "elsewhere"));

        Assert.That(endpoint, Is.EqualTo(new DockerEndpoint(new("tcp://192.0.2.1:2375"))));
    }

    [Test]
    public void DOCKER_TLS_VERIFY_takes_the_certificates_of_DOCKER_CERT_PATH_or_of_the_configuration()
    {
        var named = Resolve(("DOCKER_HOST", "tcp://192.0.2.1:2376"), ("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", "/certificates"));
        var usual = Resolve(("DOCKER_HOST", "tcp://192.0.2.1:2376"), ("DOCKER_TLS_VERIFY", "1"));

        Assert.That((named.CertificateDirectory, usual.CertificateDirectory), Is.EqualTo(("/certificates", _config)));
    }

    [Test]
    public void The_current_context_and_DOCKER_CONTEXT_are_read_from_the_configuration_of_docker()
    {
        Write("config.json", """{"currentContext": "elsewhere"}""");
        WriteContext("elsewhere", """{"Name": "elsewhere", "Endpoints": {"docker": {"Host": "unix:///run/elsewhere.sock", "SkipTLSVerify": false}}}""");
        WriteContext("other", """{"Name": "other", "Endpoints": {"docker": {"Host": "tcp://192.0.2.2:2376", "SkipTLSVerify": true}}}""");
        var certificates = Path.Combine(_config, "contexts", "tls", IdOf("other"), "docker");
        Directory.CreateDirectory(certificates);

        var current = Resolve();
        var named = Resolve(("DOCKER_CONTEXT", "other"));
        var fallback = Resolve(("DOCKER_CONTEXT", "default"));

        Assert.That(current, Is.EqualTo(new DockerEndpoint(new("unix:///run/elsewhere.sock"))));
        Assert.That(named, Is.EqualTo(new DockerEndpoint(new("tcp://192.0.2.2:2376"), certificates, VerifiesServer: false)));
        Assert.That(fallback, Is.EqualTo(Resolve(("DOCKER_CONFIG", "/nowhere"))));
    }

    [Test]
    public void An_endpoint_that_only_the_command_reaches_is_refused()
    {
        var refused = Assert.Throws<EngineException>(() => Resolve(("DOCKER_HOST", "ssh://deploy@192.0.2.1")));

        Assert.That(refused.Message, Is.EqualTo(
            "LocalAws cannot reach the Docker engine at 'ssh://deploy@192.0.2.1': it supports unix://, npipe:// and tcp:// (with TLS or without). Set DOCKER_HOST or DOCKER_CONTEXT to such an endpoint."));
    }

    [Test]
    public void A_context_that_does_not_exist_is_refused_by_name()
    {
        var refused = Assert.Throws<EngineException>(() => Resolve(("DOCKER_CONTEXT", "gone")));

        Assert.That(refused.Message, Does.StartWith("The Docker context 'gone' cannot be read: ").And.EndsWith(" Choose one that 'docker context ls' lists."));
    }

    private DockerEndpoint Resolve(params (string Name, string Value)[] variables)
    {
        var all = new Dictionary<string, string> { ["DOCKER_CONFIG"] = _config };
        foreach (var (name, value) in variables)
            all[name] = value;
        return DockerEndpoint.Resolve(all.GetValueOrDefault);
    }

    private static string IdOf(string context) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(context)));

    private void WriteContext(string name, string text) => Write(Path.Combine("contexts", "meta", IdOf(name), "meta.json"), text);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_config, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}

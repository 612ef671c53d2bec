using Slipway.LocalAws.Kernel.Engine;

namespace Slipway.LocalAws.Tests.Kernel.Engine;

public sealed class RegistryLoginsTests
{
    private string _config = "";

    [SetUp]
    public void MakeConfiguration() => _config = Directory.CreateTempSubdirectory("docker-config-").FullName;

    [TearDown]
    public void RemoveConfiguration() => Directory.Delete(_config, recursive: true);

    [TestCase("debian:bookworm-slim", "hub/secret")]
    [TestCase("library/debian", "hub/secret")]
    [TestCase("docker.io/library/debian", "hub/secret")]
    [TestCase("registry.example.com/shop/web:1", "shop/pass:word")]
    [TestCase("localhost:5000/web@sha256:1", "/")]
    [TestCase("other.example.com/web", null)]
    public async Task The_login_of_an_image_is_that_of_its_registry(string reference, string? expected)
    {
        // hub:secret, shop:pass:word, and an entry whose login is elsewhere.
        File.WriteAllText(Path.Combine(_config, "config.json"), """
            {"auths": {
              "https://index.docker.io/v1/": {"auth": "aHViOnNlY3JldA=="}, "registry.example.com": {"auth": "c2hvcDpwYXNzOndvcmQ="}, "localhost:5000": {"identitytoken": "t"},
              "other.example.com": {}
            }}
            """);

        var login = await Logins().FindAsync(reference, CancellationToken.None);

        Assert.That(login is null ? null : $"{login.Username}/{login.Password}", Is.EqualTo(expected));
    }

    [Test]
    public async Task A_user_without_configuration_has_no_login()
    {
        var login = await Logins().FindAsync("debian", CancellationToken.None);

        Assert.That(login, Is.Null);
    }

    [Test]
    public async Task A_credential_helper_that_is_not_installed_leaves_the_login_of_the_file()
    {
        File.WriteAllText(Path.Combine(_config, "config.json"), """{"credsStore": "not-installed-here", "auths": {"registry.example.com": {"auth": "c2hvcDpwYXNzOndvcmQ="}}}""");

        var login = await Logins().FindAsync("registry.example.com/web", CancellationToken.None);

        Assert.That((login?.Username, login?.Password, login?.ServerAddress), Is.EqualTo(("shop", "pass:word", "registry.example.com")));
    }

    private RegistryLogins Logins() => new(new Dictionary<string, string> { ["DOCKER_CONFIG"] = _config }.GetValueOrDefault);
}

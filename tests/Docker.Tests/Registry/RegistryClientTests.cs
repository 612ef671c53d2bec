using System.Net;
using System.Security.Cryptography;
using Slipway.Docker.Prerequisites;
using Slipway.Docker.Registry;

namespace Slipway.Docker.Tests.Registry;

/// <summary>docker and the registry client against a real registry with a login.</summary>
public sealed class RegistryClientTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private RegistryServer _registry = null!;
    private DockerConfigDirectory _config = null!;
    private DockerCli _docker = null!;
    private RegistryClient _client = null!;
    private ImageReference _image = null!;
    private string _digest = "";

    [OneTimeSetUp]
    public async Task PushAnImage()
    {
        _registry = await RegistryServer.StartAsync();
        _config = DockerConfigDirectory.Create();
        _docker = DockerCli.Create(new() { Config = _config });
        _client = new(new Dictionary<string, RegistryCredentials> { [_registry.Host] = new(RegistryServer.User, _registry.Password) });
        _image = ImageReference.Parse($"{_registry.Host}/shop/app:staging");
        var local = $"{Engine.NewName("pushed")}:1";
        await new BaseImage(_docker, new()).ImportAsync(local, ["sh", "-c", "cd /etc && tar -c hostname"], None);

        await _docker.LoginAsync(_registry.Host, RegistryServer.User, _registry.Password, None);
        await _docker.TagAsync(local, $"{_image}", None);
        await _docker.RemoveImageAsync(local, force: false, None);
        _digest = await _docker.PushAsync($"{_image}", None);
    }

    [OneTimeTearDown]
    public async Task Remove()
    {
        _client.Dispose();
        await _docker.RemoveImageAsync($"{_image}", force: true, None);
        _config.Dispose();
        await _registry.DisposeAsync();
    }

    [Test]
    public async Task A_pushed_image_is_there_by_tag_and_by_digest()
    {
        var byTag = await _client.GetDigestAsync(_image, None);
        var byDigest = await _client.GetDigestAsync(_image with { Tag = null, Digest = _digest }, None);

        Assert.That(new[] { byTag, byDigest }, Is.EqualTo(new[] { _digest, _digest }));
    }

    [Test]
    public async Task Its_manifest_has_the_digest_of_its_bytes_and_the_id_of_the_image()
    {
        var manifest = await _client.GetManifestAsync(_image, None);

        var local = await _docker.InspectImageAsync($"{_image}", None);
        Assert.Multiple(() =>
        {
            Assert.That(manifest!.Digest, Is.EqualTo($"sha256:{Convert.ToHexStringLower(SHA256.HashData(manifest.Content.Span))}").And.EqualTo(_digest));
            Assert.That(manifest.MediaType, Is.EqualTo("application/vnd.docker.distribution.manifest.v2+json"));
            Assert.That(manifest.ConfigDigest, Is.EqualTo(local!.Id));
            Assert.That(local.RepoDigests, Is.EqualTo(new[] { $"{_registry.Host}/shop/app@{_digest}" }));
        });
    }

    [Test]
    public async Task What_was_never_pushed_is_missing_and_no_error()
    {
        ImageReference[] missing =
        [
            _image with { Tag = "never" },
            _image with { Repository = "never/pushed" },
            _image with { Tag = null, Digest = $"sha256:{new string('0', 64)}" },
        ];

        foreach (var image in missing)
            Assert.That((await _client.ExistsAsync(image, None), await _client.GetManifestAsync(image, None)), Is.EqualTo((false, (RegistryManifest?)null)));
    }

    [Test]
    public async Task Another_tag_is_put_without_a_layer_and_has_the_same_digest()
    {
        var digest = await _client.TagAsync(_image, "production", None);

        var found = await _client.GetDigestAsync(_image with { Tag = "production" }, None);
        Assert.That(new[] { digest, found }, Is.EqualTo(new[] { _digest, _digest }));
    }

    [Test]
    public async Task An_image_that_is_missing_cannot_be_tagged()
    {
        var exception = await Failure.OfAsync<RegistryException>(() => _client.TagAsync(_image with { Tag = "never" }, "production", None));

        Assert.That(exception.Message, Is.EqualTo(
            $"Registry '{_registry.Host}' has no image '{_registry.Host}/shop/app:never', so it cannot be tagged 'production' (repository 'shop/app', 'never')."));
    }

    [Test]
    public async Task A_manifest_without_its_layers_is_refused_with_the_registrys_reason()
    {
        var manifest = await _client.GetManifestAsync(_image, None);

        var exception = await Failure.OfAsync<RegistryException>(() => _client.PutManifestAsync(_image with { Repository = "other" }, manifest!, None));

        Assert.Multiple(() =>
        {
            Assert.That(exception.Status, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(exception.Message, Does.StartWith($"Registry '{_registry.Host}' answered 400 BadRequest (MANIFEST_BLOB_UNKNOWN: "));
        });
    }

    [Test]
    public async Task A_wrong_password_is_told_with_registry_repository_and_remedy()
    {
        using var client = new RegistryClient(new Dictionary<string, RegistryCredentials> { [_registry.Host] = new(RegistryServer.User, "wrong") });

        var exception = await Failure.OfAsync<RegistryException>(() => client.ExistsAsync(_image, None));

        Assert.Multiple(() =>
        {
            Assert.That(exception.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(exception.Message, Is.EqualTo(
                $"Registry '{_registry.Host}' refused access to repository 'shop/app' (401 Unauthorized). "
                + "Check the password of 'AWS' (a token may have expired) and the user's rights on the repository."));
        });
    }

    [Test]
    public async Task A_registry_that_is_not_there_is_told_at_once()
    {
        using var client = new RegistryClient(new Dictionary<string, RegistryCredentials>());

        var exception = await Failure.OfAsync<RegistryException>(() => client.ExistsAsync(ImageReference.Parse("127.0.0.1:1/app:1"), None));

        Assert.That(exception.Message, Does.StartWith("Registry '127.0.0.1:1' could not be asked for repository 'app': Connection refused"));
    }

    [Test]
    public async Task A_login_stays_in_the_configuration_of_its_run()
    {
        using var other = DockerConfigDirectory.Create();

        var exception = await Failure.OfAsync<ToolException>(
            () => DockerCli.Create(new() { Config = other }).PullAsync($"{_image}", None));

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(exception.Message, Does.Contain("no basic auth credentials").Or.Contain("authentication required"));
            Assert.That(await File.ReadAllTextAsync(Path.Combine(_config.DirectoryPath, "config.json")), Does.Contain(_registry.Host));
        });
    }

    [Test]
    public async Task A_login_with_a_wrong_password_fails()
    {
        using var other = DockerConfigDirectory.Create();

        var exception = await Failure.OfAsync<ToolException>(
            () => DockerCli.Create(new() { Config = other }).LoginAsync(_registry.Host, RegistryServer.User, "wrong-password", None));

        Assert.That(exception.Message, Does.StartWith("docker: Process returned an error (exit code 1).\n  docker login --username AWS --password-stdin 127.0.0.1:")
            .And.Not.Contain("wrong-password"));
    }

    [Test]
    public async Task An_image_is_pulled_by_digest()
    {
        var reference = $"{_image with { Tag = null, Digest = _digest }}";

        await _docker.PullAsync(reference, None);

        Assert.That((await _docker.InspectImageAsync(reference, None))!.RepoDigests, Does.Contain(reference));
    }
}

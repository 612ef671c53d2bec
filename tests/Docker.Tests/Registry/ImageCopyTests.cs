using System.Security.Cryptography;
using System.Text;
using Slipway.Docker.Prerequisites;
using Slipway.Docker.Registry;
using Slipway.Testing;

namespace Slipway.Docker.Tests.Registry;

/// <summary>Images that are brought from repository to repository, between two real registries: what it takes, counted on the wire.</summary>
public sealed class ImageCopyTests
{
    private const int LayerBytes = 4_000_000;

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly CountingNetwork _network = new();
    private readonly ManualTimeProvider _time = new();
    private RegistryServer _staging = null!;
    private RegistryServer _production = null!;
    private DockerConfigDirectory _config = null!;
    private DockerCli _docker = null!;
    private RegistryClient _client = null!;
    private ImageReference _image = null!;
    private ImageReference _byDigest = null!;

    [OneTimeSetUp]
    public async Task PushAnImage()
    {
        _staging = await RegistryServer.StartAsync();
        _production = await RegistryServer.StartAsync();
        _config = DockerConfigDirectory.Create();
        _docker = DockerCli.Create(new() { Config = _config });
        var logins = new[] { _staging, _production }.ToDictionary(server => server.Host, server => new RegistryCredentials(RegistryServer.User, server.Password));
        _client = new(logins, _network, _time);
        _image = ImageReference.Parse($"{_staging.Host}/shop/app:staging");
        await new BaseImage(_docker, new()).ImportAsync(
            $"{_image}", ["sh", "-c", $"d=$(mktemp -d) && head -c {LayerBytes} /dev/urandom > $d/random && tar -c -C $d random; rm -r $d"], None);
        await _docker.LoginAsync(_staging.Host, RegistryServer.User, _staging.Password, None);
        var digest = await _docker.PushAsync($"{_image}", None);
        _byDigest = _image with { Tag = null, Digest = digest };
    }

    [SetUp]
    public void Forget() => _network.Forget();

    [OneTimeTearDown]
    public async Task Remove()
    {
        _client.Dispose();
        _network.Dispose();
        await _docker.RemoveImageAsync($"{_image}", force: true, None);
        _config.Dispose();
        await _staging.DisposeAsync();
        await _production.DisposeAsync();
    }

    [Test]
    public async Task In_its_own_repository_an_image_gets_its_tags_in_a_handful_of_requests_and_no_layer_moves()
    {
        var copied = await CopyAsync(_image, ["production", "production-7"]);

        Assert.That(copied, Is.EqualTo(new CopiedImage(_byDigest.Digest!, 0, 0, 0)));
        Assert.That(_network.Requests, Is.EqualTo(new[]
        {
            $"GET /v2/shop/app/manifests/{_byDigest.Digest}",
            "HEAD /v2/shop/app/manifests/production-7", "PUT /v2/shop/app/manifests/production-7",
            "HEAD /v2/shop/app/manifests/production", "PUT /v2/shop/app/manifests/production",
        }));
        Assert.That(_network.Sent + _network.Received, Is.LessThan(10_000));
        Assert.That(await _client.GetDigestAsync(_image with { Tag = "production" }, None), Is.EqualTo(_byDigest.Digest));
    }

    [Test]
    public async Task A_tag_that_is_right_already_is_left_alone()
    {
        await CopyAsync(_image, ["unmoved"]);
        _network.Forget();

        await CopyAsync(_image, ["unmoved"]);

        Assert.That(_network.Requests, Is.EqualTo(new[] { $"GET /v2/shop/app/manifests/{_byDigest.Digest}", "HEAD /v2/shop/app/manifests/unmoved" }));
    }

    [Test]
    public async Task In_another_repository_of_the_registry_its_layers_are_mounted()
    {
        var target = _image with { Repository = "shop/production" };

        var copied = await CopyAsync(target, ["production"]);

        Assert.That(copied, Is.EqualTo(new CopiedImage(_byDigest.Digest!, MountedBlobs: 2, 0, 0)));
        Assert.That(_network.Sent + _network.Received, Is.LessThan(10_000));
        Assert.That(await _client.GetDigestAsync(target with { Tag = "production" }, None), Is.EqualTo(_byDigest.Digest));
    }

    [Test]
    public async Task To_another_registry_what_is_missing_is_copied_once()
    {
        var target = ImageReference.Parse($"{_production.Host}/shop/app");

        var copied = await CopyAsync(target, ["production"]);
        _network.Forget();
        var again = await CopyAsync(target, ["production-7"]);

        Assert.That((copied.Digest, copied.MountedBlobs, copied.CopiedBlobs), Is.EqualTo((_byDigest.Digest!, 0, 2)));
        Assert.That(copied.CopiedBytes, Is.GreaterThan(LayerBytes));
        Assert.That(again, Is.EqualTo(new CopiedImage(_byDigest.Digest!, 0, 0, 0)));
        Assert.That(_network.Sent + _network.Received, Is.LessThan(10_000));
        foreach (var blob in (await _client.GetManifestAsync(target with { Tag = "production" }, None))!.Blobs) Assert.That(await _client.HasBlobAsync(target, blob.Digest, None));
    }

    [Test]
    public async Task An_upload_that_breaks_is_begun_anew()
    {
        var target = ImageReference.Parse($"{_production.Host}/shop/broken");
        var left = 2;
        _network.Breaks = request => request.Method == HttpMethod.Put && request.RequestUri!.AbsolutePath.Contains("/blobs/", StringComparison.Ordinal) && Interlocked.Decrement(ref left) >= 0;

        var copied = await _time.RunAsync(CopyAsync(target, ["production"]), TimeSpan.FromSeconds(10));

        _network.Breaks = _ => false;
        Assert.That((copied.CopiedBlobs, left), Is.EqualTo((2, -2)));
        Assert.That(await _client.GetDigestAsync(target with { Tag = "production" }, None), Is.EqualTo(_byDigest.Digest));
    }

    [Test]
    public async Task An_index_is_copied_with_what_it_leads_to()
    {
        var index = await PutIndexAsync();
        var target = ImageReference.Parse($"{_production.Host}/shop/index");

        var copied = await new ImageCopy(_client).CopyAsync(_image with { Tag = null, Digest = index.Digest }, target, ["production"], None);

        var found = await _client.GetManifestAsync(target with { Tag = "production" }, None);
        Assert.That((copied.Digest, copied.CopiedBlobs, found!.Children), Is.EqualTo((index.Digest, 2, new[] { _byDigest.Digest! })));
        Assert.That(await _client.ExistsAsync(target with { Tag = null, Digest = _byDigest.Digest }, None));
    }

    [Test]
    public async Task An_image_that_was_deleted_is_told()
    {
        var gone = _image with { Tag = null, Digest = $"sha256:{new string('0', 64)}" };

        var exception = await Failure.OfAsync<RegistryException>(() => new ImageCopy(_client).CopyAsync(gone, _image, ["production"], None));

        Assert.That(exception.Message, Is.EqualTo($"Registry '{_staging.Host}' has no image '{gone}'. It was deleted, perhaps by a lifecycle policy: build and push it again."));
    }

    private Task<CopiedImage> CopyAsync(ImageReference target, IReadOnlyList<string> tags) => new ImageCopy(_client).CopyAsync(_byDigest, target, tags, None);

    private async Task<RegistryManifest> PutIndexAsync()
    {
        var manifest = (await _client.GetManifestAsync(_byDigest, None))!;
        var content = Encoding.UTF8.GetBytes(
            $$"""
            { "schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.list.v2+json",
              "manifests": [{ "mediaType": "{{manifest.MediaType}}", "digest": "{{manifest.Digest}}", "size": {{manifest.Content.Length}}, "platform": { "os": "linux", "architecture": "amd64" } }] }
            """);
        var index = new RegistryManifest($"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}", "application/vnd.docker.distribution.manifest.list.v2+json", content);
        await _client.PutManifestAsync(_image with { Tag = "index" }, index, None);
        return index;
    }
}

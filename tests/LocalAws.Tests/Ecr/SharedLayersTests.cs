using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Ecr;

/// <summary>Two registries of a machine that have layers in common, on the wire.</summary>
public sealed class SharedLayersTests
{
    private string _folder = null!;
    private LocalAwsExecutable _first = null!;
    private LocalAwsExecutable _second = null!;
    private HttpClient _from = null!;
    private HttpClient _to = null!;

    private string Layers => Path.Combine(_folder, "layers");

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("shared-layers-").FullName;
        _first = await LocalAwsExecutable.StartWithAsync(("SLIPWAY_LAYERS", Layers), Path.Combine(_folder, "first"));
        _second = await LocalAwsExecutable.StartWithAsync(("SLIPWAY_LAYERS", Layers), Path.Combine(_folder, "second"));
        (_from, _to) = (await ClientAsync(_first), await ClientAsync(_second));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _from?.Dispose();
        _to?.Dispose();
        // NUnit calls this even if the start failed half-way.
        if (_first is not null) await _first.DisposeAsync();
        if (_second is not null) await _second.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task A_large_layer_that_one_was_given_is_there_for_the_other()
    {
        var (digest, content) = await PushAsync(9 << 20);

        using var asked = await HeadAsync(digest);
        var got = await _to.GetByteArrayAsync(new Uri($"app/blobs/{digest}", UriKind.Relative));

        Assert.That((asked.StatusCode, asked.Content.Headers.ContentLength), Is.EqualTo((HttpStatusCode.OK, (long?)content.Length)));
        Assert.That(got.AsSpan().SequenceEqual(content));
    }

    [Test]
    public async Task A_small_layer_is_sent_to_each()
    {
        var (digest, _) = await PushAsync(1 << 20);

        using var asked = await HeadAsync(digest);

        Assert.That(asked.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_damaged_layer_is_not_given_and_removed()
    {
        var (digest, _) = await PushAsync(9 << 20);
        var file = Path.Combine(Layers, digest.Replace(':', '-'));
        await using (var damaged = File.OpenWrite(file)) await damaged.WriteAsync("other"u8.ToArray());

        using var asked = await HeadAsync(digest);

        Assert.That(asked.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(file, Does.Not.Exist);
    }

    [Test]
    public async Task A_folder_that_cannot_be_made_keeps_no_push_from_its_end()
    {
        await using var local = await LocalAwsExecutable.StartWithAsync(("SLIPWAY_LAYERS", "/proc/layers"), Path.Combine(_folder, "without"));
        using var client = await ClientAsync(local);

        var statuses = new[] { await PutAsync(client, RandomNumberGenerator.GetBytes(9 << 20)), await PutAsync(client, RandomNumberGenerator.GetBytes(9 << 20)) };

        Assert.That(statuses.Select(pushed => pushed.Status), Is.All.EqualTo(HttpStatusCode.Created));
    }

    /// <summary>Random content; returns when the folder has it, or it is too small for that.</summary>
    private async Task<(string Digest, byte[] Content)> PushAsync(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        var (status, digest) = await PutAsync(_from, content);
        Assert.That(status, Is.EqualTo(HttpStatusCode.Created));
        if (length > 8 << 20) Assert.That(() => File.Exists(Path.Combine(Layers, digest.Replace(':', '-'))), Is.True.After(10_000, 20));
        return (digest, content);
    }

    private static async Task<(HttpStatusCode Status, string Digest)> PutAsync(HttpClient client, byte[] content)
    {
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
        using var begun = await client.PostAsync(new Uri("app/blobs/uploads/", UriKind.Relative), content: null);
        using var body = new ByteArrayContent(content);
        using var answer = await client.PutAsync(new UriBuilder(begun.Headers.Location!) { Query = $"{begun.Headers.Location!.Query}&digest={digest}" }.Uri, body);
        return (answer.StatusCode, digest);
    }

    private Task<HttpResponseMessage> HeadAsync(string digest) => _to.SendAsync(new(HttpMethod.Head, new Uri($"app/blobs/{digest}", UriKind.Relative)));

    private static async Task<HttpClient> ClientAsync(LocalAwsExecutable local)
    {
        var aws = new AwsCommand(local.Endpoint);
        await aws.SucceedAsync("ecr", "create-repository", "--repository-name", "app");
        var login = $"AWS:{await aws.SucceedAsync("ecr", "get-login-password")}";
        return new() { BaseAddress = new($"http://{local.Registry}/v2/"), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login))) } };
    }
}

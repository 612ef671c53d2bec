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

    /// <summary>Random content; returns when the folder has it, or it is too small for that.</summary>
    private async Task<(string Digest, byte[] Content)> PushAsync(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
        using var begun = await _from.PostAsync(new Uri("app/blobs/uploads/", UriKind.Relative), content: null);
        using var body = new ByteArrayContent(content);
        using var answer = await _from.PutAsync(new UriBuilder(begun.Headers.Location!) { Query = $"{begun.Headers.Location!.Query}&digest={digest}" }.Uri, body);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        if (length > 8 << 20) Assert.That(() => File.Exists(Path.Combine(Layers, digest.Replace(':', '-'))), Is.True.After(10_000, 20));
        return (digest, content);
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

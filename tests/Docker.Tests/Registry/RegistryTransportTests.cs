using System.Net;
using System.Text;
using Slipway.Docker.Registry;
using Slipway.Testing;

namespace Slipway.Docker.Tests.Registry;

public sealed class RegistryTransportTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly ImageReference Image = ImageReference.Parse("registry.test/shop/app:1");
    private static readonly string Basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("AWS:word"))}";
    private static readonly Dictionary<string, RegistryCredentials> Login = new() { ["registry.test"] = new("AWS", "word") };

    [Test]
    public async Task A_bearer_challenge_is_answered_with_a_token_that_is_used_again()
    {
        using var registry = new FakeRegistry(request => request switch
        {
            { RequestUri.Host: "auth.test" } => Json("""{"token":"t1"}"""),
            { Headers.Authorization.Scheme: "Bearer" } => Found(),
            _ => Challenge("Bearer realm=\"https://auth.test/token?a=b\",service=\"registry.test\",scope=\"repository:shop/app:pull\""),
        });
        using var client = new RegistryClient(Login, registry, TimeProvider.System);

        var digests = new[] { await client.GetDigestAsync(Image, CancellationToken.None), await client.GetDigestAsync(Image, CancellationToken.None) };

        Assert.Multiple(() =>
        {
            Assert.That(digests, Is.EqualTo(new[] { Digest, Digest }));
            Assert.That(registry.Requests, Is.EqualTo(new[]
            {
                $"HEAD https://registry.test/v2/shop/app/manifests/1 [{Basic}]",
                $"GET https://auth.test/token?a=b&service=registry.test&scope=repository%3Ashop%2Fapp%3Apull [{Basic}]",
                "HEAD https://registry.test/v2/shop/app/manifests/1 [Bearer t1]",
                "HEAD https://registry.test/v2/shop/app/manifests/1 [Bearer t1]",
            }));
        });
    }

    [Test]
    public async Task A_password_is_not_sent_in_clear_text_to_a_token_server_elsewhere()
    {
        using var registry = new FakeRegistry(request => request switch
        {
            { RequestUri.Host: "auth.test" } => Json("""{"access_token":"t1"}"""),
            { Headers.Authorization.Scheme: "Bearer" } => Found(),
            _ => Challenge("Bearer realm=\"http://auth.test/token\""),
        });
        using var client = new RegistryClient(Login, registry, TimeProvider.System);

        await client.GetDigestAsync(Image, CancellationToken.None);

        Assert.That(registry.Requests[1], Is.EqualTo("GET http://auth.test/token?scope=repository%3Ashop%2Fapp%3Apull []"));
    }

    [Test]
    public async Task A_token_that_has_expired_is_fetched_anew()
    {
        var tokens = 0;
        using var registry = new FakeRegistry(request => request switch
        {
            { RequestUri.Host: "auth.test" } => Json($$"""{"token":"t{{++tokens}}"}"""),
            { Headers.Authorization.Parameter: "t2" } => Found(),
            { Headers.Authorization.Parameter: "t1" } when tokens == 1 && request.Method == HttpMethod.Get => Found(),
            _ => Challenge("Bearer realm=\"https://auth.test/token\""),
        });
        using var client = new RegistryClient(new Dictionary<string, RegistryCredentials>(), registry, TimeProvider.System);
        await client.GetManifestAsync(Image, CancellationToken.None);

        var digest = await client.GetDigestAsync(Image, CancellationToken.None);

        Assert.That((digest, tokens), Is.EqualTo((Digest, 2)));
    }

    [Test]
    public async Task A_busy_registry_is_asked_again_after_the_time_that_it_names()
    {
        var answers = new Queue<HttpResponseMessage>([Busy(TimeSpan.FromSeconds(7)), new(HttpStatusCode.BadGateway), Found()]);
        using var registry = new FakeRegistry(_ => answers.Dequeue());
        var time = new ManualTimeProvider();
        using var client = new RegistryClient(Login, registry, time);

        var digest = await time.RunAsync(client.GetDigestAsync(Image, CancellationToken.None), TimeSpan.FromSeconds(30));

        Assert.Multiple(() =>
        {
            Assert.That(digest, Is.EqualTo(Digest));
            Assert.That(time.Waits[0], Is.EqualTo(TimeSpan.FromSeconds(7)));
            Assert.That(time.Waits[1], Is.InRange(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(2.5)));
        });
    }

    [Test]
    public async Task A_broken_connection_is_tried_five_times_and_then_told()
    {
        using var registry = new FakeRegistry(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."));
        var time = new ManualTimeProvider();
        using var client = new RegistryClient(Login, registry, time);

        var exception = await Failure.OfAsync<RegistryException>(
            () => time.RunAsync(client.GetDigestAsync(Image, CancellationToken.None), TimeSpan.FromSeconds(30)));

        Assert.Multiple(() =>
        {
            Assert.That(registry.Requests, Has.Count.EqualTo(5));
            Assert.That(exception.Message, Is.EqualTo(
                "Registry 'registry.test' could not be asked for repository 'shop/app': The response ended prematurely. Check that it runs and that this machine reaches it."));
        });
    }

    [Test]
    public async Task A_login_that_is_missing_is_asked_for()
    {
        using var registry = new FakeRegistry(_ => new(HttpStatusCode.Forbidden));
        using var client = new RegistryClient(new Dictionary<string, RegistryCredentials>(), registry, TimeProvider.System);

        var exception = await Failure.OfAsync<RegistryException>(() => client.ExistsAsync(Image, CancellationToken.None));

        Assert.That(exception.Message, Is.EqualTo(
            "Registry 'registry.test' refused access to repository 'shop/app' (403 Forbidden). Give a login for this registry."));
    }

    [TestCase("""{"errors":[{"code":"DENIED","message":"User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecr:PutImage"}]}""", ": User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecr:PutImage")]
    [TestCase("""{"errors":[]}""", "")]
    [TestCase("<html>", "")]
    public async Task What_the_registry_says_of_its_refusal_is_told(string body, string reason)
    {
        using var registry = new FakeRegistry(_ => new(HttpStatusCode.Forbidden) { Content = new StringContent(body) });
        using var client = new RegistryClient(new Dictionary<string, RegistryCredentials>(), registry, TimeProvider.System);

        var exception = await Failure.OfAsync<RegistryException>(() => client.ExistsAsync(Image, CancellationToken.None));

        Assert.That(exception.Message, Is.EqualTo($"Registry 'registry.test' refused access to repository 'shop/app' (403 Forbidden{reason}). Give a login for this registry."));
    }

    [TestCase("localhost:5000", "http://localhost:5000/")]
    [TestCase("127.0.0.1", "http://127.0.0.1/")]
    [TestCase("[::1]:5000", "http://[::1]:5000/")]
    [TestCase("registry.test:5000", "https://registry.test:5000/")]
    [TestCase("docker.io", "https://registry-1.docker.io/")]
    public async Task Only_registries_on_loopback_are_asked_in_clear_text(string host, string address)
    {
        using var registry = new FakeRegistry(_ => Found());
        using var client = new RegistryClient(new Dictionary<string, RegistryCredentials>(), registry, TimeProvider.System);

        await client.GetDigestAsync(new(host, "app", "1", null), CancellationToken.None);

        Assert.That(registry.Requests, Is.EqualTo(new[] { $"HEAD {address}v2/app/manifests/1 []" }));
    }

    [Test]
    public void A_password_is_not_printed_with_its_record() =>
        Assert.That(new RegistryCredentials("AWS", "word").ToString(), Is.EqualTo("AWS:[REDACTED]"));

    private static HttpResponseMessage Found() => new(HttpStatusCode.OK)
    {
        Headers = { { "Docker-Content-Digest", Digest } },
        Content = new StringContent("{}"),
    };

    private static HttpResponseMessage Json(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text) };

    private static HttpResponseMessage Challenge(string challenge)
    {
        var response = new HttpResponseMessage(HttpStatusCode.Unauthorized);
        response.Headers.TryAddWithoutValidation("WWW-Authenticate", challenge);
        return response;
    }

    private static HttpResponseMessage Busy(TimeSpan after) => new(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new(after) } };
}

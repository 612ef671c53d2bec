using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Kernel.Page;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Kernel.Page;

public sealed class PageTests
{
    /// <summary>As Chromium sends it.</summary>
    private const string BrowserAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    private const string Hostile = "</section><script>alert(1)</script>\" onload=\"alert(2)";

    [Test]
    public async Task A_browser_gets_the_page()
    {
        await using var server = await LocalAwsServer.StartAsync(options => options with { Account = "123456789012", Region = "eu-west-2" });

        using var response = await AskAsync(server, BrowserAccept);

        var page = await response.Content.ReadAsStringAsync();
        Assert.That((response.StatusCode, $"{response.Content.Headers.ContentType}"), Is.EqualTo((HttpStatusCode.OK, "text/html; charset=utf-8")));
        Assert.That(page, Does.StartWith("<!doctype html>").And.Contain("<html lang=\"en\">").And.Contain("<dd><code>123456789012</code></dd>").And.Contain("<dd><code>eu-west-2</code></dd>"));
        Assert.That(page, Does.Contain("<section id=\"services\" aria-labelledby=\"services-title\">").And.Contain("No service yet.").And.Contain("<section id=\"images\""));
        Assert.That(page, Does.Contain("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>"));
    }

    [Test]
    public async Task A_browser_runs_no_script_and_loads_nothing_but_what_is_the_pages_own()
    {
        await using var server = await LocalAwsServer.StartAsync();

        using var response = await AskAsync(server, BrowserAccept);

        Assert.That(response.Headers.GetValues("Content-Security-Policy").Single(), Does.Match(
            "^default-src 'none'; img-src data:; connect-src 'self'; style-src 'sha256-[A-Za-z0-9+/]{43}='; script-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$"));
        Assert.That(response.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
    }

    [Test]
    public async Task A_signed_request_for_the_root_is_ListBuckets_whatever_it_accepts()
    {
        await using var server = await LocalAwsServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Accept", BrowserAccept);
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-2/s3/aws4_request, SignedHeaders=host, Signature=0");

        using var response = await server.Client.SendAsync(request);

        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("<ListAllMyBucketsResult"));
    }

    [TestCase("*/*")]
    [TestCase("application/json")]
    public async Task Who_asks_for_no_HTML_and_signs_nothing_is_refused_as_S3_refuses(string accept)
    {
        await using var server = await LocalAwsServer.StartAsync();

        using var response = await AskAsync(server, accept);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("<Code>AccessDenied</Code>").And.Contain("the request has no credentials"));
    }

    [Test]
    public async Task A_page_whose_name_was_made_to_resolve_to_loopback_does_not_get_it()
    {
        await using var server = await LocalAwsServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "rebound.example";
        request.Headers.TryAddWithoutValidation("Accept", BrowserAccept);

        using var response = await server.Client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Not.Contain("<html"));
    }

    [Test]
    public async Task Sections_stand_in_their_order_and_one_that_fails_leaves_the_others()
    {
        await using var server = await LocalAwsServer.StartAsync(configure: services => services
            .AddSingleton<IPageSection>(new Section(50, "last", () => Html.Of($"<p>{Hostile}</p>")))
            .AddSingleton<IPageSection>(new Section(1, "first", () => throw new InvalidOperationException(Hostile))));

        using var response = await AskAsync(server, BrowserAccept);

        var page = await response.Content.ReadAsStringAsync();
        var places = new[] { "<section id=\"first\"", "<section id=\"services\"", "<section id=\"last\"" }.Select(text => page.IndexOf(text, StringComparison.Ordinal)).ToList();
        Assert.That(places, Has.None.EqualTo(-1).And.Ordered);
        Assert.That(page, Does.Contain("This cannot be shown now: &lt;/section&gt;&lt;script&gt;alert(1)").And.Not.Contain("<script>alert").And.Not.Contain("\" onload"));
    }

    private static async Task<HttpResponseMessage> AskAsync(LocalAwsServer server, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await server.Client.SendAsync(request);
    }

    private sealed class Section(int position, string id, Func<Html> render) : IPageSection
    {
        public int Position => position;

        public string Id => id;

        public string Title => id;

        public Task<Html> RenderAsync(CancellationToken cancellationToken) => Task.FromResult(render());
    }
}

using Slipway.LocalAws.Tests.Testing;
using static Slipway.LocalAws.Tests.S3.S3Requests;

namespace Slipway.LocalAws.Tests.S3;

/// <summary>What headers ask of S3 happens, or is refused.</summary>
public sealed class RequestHeadersTests
{
    private LocalAwsServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await LocalAwsServer.StartAsync();
        await SendAsync(_server, "PUT", "/shop");
        await SendAsync(_server, "PUT", "/shop/a", new StringContent("content"));
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("x-amz-object-lock-mode", "GOVERNANCE")]
    [TestCase("x-amz-server-side-encryption-customer-algorithm", "AES256")]
    [TestCase("x-amz-server-side-encryption-context", "e30=")]
    [TestCase("x-amz-storage-class", "DEEP_ARCHIVE")]
    [TestCase("x-amz-write-offset-bytes", "7")]
    public async Task What_is_not_emulated_is_refused(string header, string value)
    {
        var (status, body, _) = await AskAsync("PUT", "/shop/b", header, value, new StringContent("content"));

        Assert.That((status, Element(body, "Code")), Is.EqualTo((501, "NotImplemented")));
        Assert.That((await SendAsync(_server, "GET", "/shop/b")).Status, Is.EqualTo(404));
    }

    [TestCase("GET", "/shop/a")]
    [TestCase("PUT", "/shop/a")]
    [TestCase("GET", "/shop?list-type=2")]
    [TestCase("DELETE", "/shop/a")]
    [TestCase("GET", "/shop?versioning")]
    public async Task A_bucket_that_should_be_of_another_account_is_denied(string method, string target)
    {
        var denied = await AskAsync(method, target, "x-amz-expected-bucket-owner", "111122223333");
        var own = await AskAsync("GET", "/shop/a", "x-amz-expected-bucket-owner", _server.Options.Account);

        Assert.That((denied.Status, Element(denied.Body, "Code")), Is.EqualTo((403, "AccessDenied")));
        Assert.That((own.Status, own.Body), Is.EqualTo((200, "content")));
    }

    [Test]
    public async Task A_storage_class_is_kept_and_the_usual_one_is_not_said()
    {
        await AskAsync("PUT", "/shop/rare", "x-amz-storage-class", "STANDARD_IA", new StringContent("x"));
        await AskAsync("PUT", "/shop/usual", "x-amz-storage-class", "STANDARD", new StringContent("x"));

        var rare = await AskAsync("HEAD", "/shop/rare");
        var usual = await AskAsync("HEAD", "/shop/usual");
        var list = await SendAsync(_server, "GET", "/shop?list-type=2&prefix=rare");

        Assert.That((rare.Header("x-amz-storage-class"), usual.Header("x-amz-storage-class"), Element(list.Body, "StorageClass")), Is.EqualTo(("STANDARD_IA", (string?)null, "STANDARD_IA")));
    }

    [Test]
    public async Task A_redirect_of_a_website_is_given_back()
    {
        await AskAsync("PUT", "/shop/old", "x-amz-website-redirect-location", "/new", new StringContent("x"));

        Assert.That((await AskAsync("GET", "/shop/old")).Header("x-amz-website-redirect-location"), Is.EqualTo("/new"));
    }

    [TestCase("If-Modified-Since", 1, 304)]
    [TestCase("If-Modified-Since", -1, 200)]
    [TestCase("If-Unmodified-Since", 1, 200)]
    [TestCase("If-Unmodified-Since", -1, 412)]
    public async Task An_object_is_given_by_its_time(string header, int hours, int status) =>
        Assert.That((await AskAsync("GET", "/shop/a", header, DateTimeOffset.UtcNow.AddHours(hours).ToString("R"))).Status, Is.EqualTo(status));

    [Test]
    public async Task A_copy_gets_the_checksum_that_is_asked_for()
    {
        using var copy = Request(HttpMethod.Put, _server, "/shop/copy");
        copy.Headers.Add("x-amz-copy-source", "/shop/a");
        copy.Headers.Add("x-amz-checksum-algorithm", "SHA256");
        using var answer = await _server.Client.SendAsync(copy);

        Assert.That(answer.Headers.GetValues("x-amz-checksum-sha256").Single(), Is.EqualTo(Sha256("content")));
    }

    [Test]
    public async Task Uploads_come_page_by_page()
    {
        foreach (var key in new[] { "b c", "a", "d" }) await SendAsync(_server, "POST", $"/shop/{Uri.EscapeDataString(key)}?uploads");

        var first = (await SendAsync(_server, "GET", "/shop?uploads&max-uploads=2&encoding-type=url")).Body;
        var second = (await SendAsync(_server, "GET", $"/shop?uploads&key-marker={Element(first, "NextKeyMarker")}&upload-id-marker={Element(first, "NextUploadIdMarker")}")).Body;

        Assert.That((Keys(first), Element(first, "IsTruncated"), Keys(second), Element(second, "IsTruncated")), Is.EqualTo(("a b%20c", "true", "d", "false")));
    }

    [TestCase("eu-central-1", "", 400)]
    [TestCase("eu-central-1", "eu-west-1", 400)]
    [TestCase("eu-central-1", "eu-central-1", 200)]
    [TestCase("us-east-1", "", 200)]
    [TestCase("us-east-1", "eu-west-1", 400)]
    public async Task A_bucket_names_the_region_that_it_is_made_in(string region, string named, int status)
    {
        await using var server = await LocalAwsServer.StartAsync(options => options with { Region = region });
        var document = named.Length == 0 ? "" : $"<CreateBucketConfiguration><LocationConstraint>{named}</LocationConstraint></CreateBucketConfiguration>";

        var answer = await SendAsync(server, "PUT", "/new", new StringContent(document));

        Assert.That((answer.Status, status == 200 || Element(answer.Body, "Code") == "IllegalLocationConstraintException"), Is.EqualTo((status, true)));
    }

    private static string Keys(string xml) =>
        string.Join(' ', System.Xml.Linq.XElement.Parse(xml).Descendants().Where(element => element.Name.LocalName == "Key").Select(element => element.Value));

    private async Task<Answer> AskAsync(string method, string target, string? header = null, string? value = null, HttpContent? content = null)
    {
        using var request = Request(new(method), _server, target, content);
        if (header is not null) request.Headers.TryAddWithoutValidation(header, value);
        using var response = await _server.Client.SendAsync(request);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.ToDictionary(one => one.Key, one => string.Join(", ", one.Value)));
    }

    private sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }
}

using System.Net.Http.Headers;
using System.Text;
using Slipway.LocalAws.Tests.Testing;
using static Slipway.LocalAws.Tests.S3.S3Requests;

namespace Slipway.LocalAws.Tests.S3;

public sealed class S3WireTests
{
    private LocalAwsServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await LocalAwsServer.StartAsync();
        await SendAsync(_server, "PUT", "/shop");
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_request_without_credentials_is_denied()
    {
        using var response = await _server.Client.GetAsync(new Uri("/shop?list-type=2", UriKind.Relative));

        var body = await response.Content.ReadAsStringAsync();
        Assert.That(((int)response.StatusCode, Element(body, "Code")), Is.EqualTo((403, "AccessDenied")));
        Assert.That(response.Headers.GetValues("x-amz-request-id").Single(), Is.EqualTo(Element(body, "RequestId")));
    }

    [Test]
    public async Task A_presigned_url_carries_its_credentials()
    {
        await SendAsync(_server, "PUT", "/shop/a", new StringContent("content"));

        using var response = await _server.Client.GetAsync(new Uri(
            $"/shop/a?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20250101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date={DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=0", UriKind.Relative));

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("content"));
    }

    [TestCase("PUT", "/shop/a?uploadId=none&partNumber=1", "", 404, "NoSuchUpload")]
    [TestCase("PUT", "/shop/a?uploadId=UPLOAD&partNumber=10001", "", 400, "InvalidArgument")]
    [TestCase("POST", "/shop/b?uploadId=UPLOAD", "<CompleteMultipartUpload/>", 404, "NoSuchUpload")]
    [TestCase("POST", "/shop/a?uploadId=UPLOAD", "<CompleteMultipartUpload/>", 400, "MalformedXML")]
    [TestCase("POST", "/shop/a?uploadId=UPLOAD", "<CompleteMultipartUpload><Part><PartNumber>3</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>", 400, "InvalidPart")]
    [TestCase("POST", "/shop/a?uploadId=UPLOAD", "<CompleteMultipartUpload><Part><PartNumber>2</PartNumber><ETag>x</ETag></Part><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>", 400, "InvalidPartOrder")]
    [TestCase("POST", "/shop/a?uploadId=UPLOAD", "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>ETAG</ETag></Part><Part><PartNumber>2</PartNumber><ETag>ETAG</ETag></Part></CompleteMultipartUpload>", 400, "EntityTooSmall")]
    public async Task Parts_that_are_wrong_are_refused_and_an_abort_leaves_nothing(string method, string target, string body, int status, string code)
    {
        var before = Everything();
        var upload = Element((await SendAsync(_server, "POST", "/shop/a?uploads")).Body, "UploadId");
        foreach (var number in new[] { 1, 2, 2 })
            await SendAsync(_server, "PUT", $"/shop/a?uploadId={upload}&partNumber={number}", new StringContent("part"));

        var refused = await SendAsync(_server, method, target.Replace("UPLOAD", upload, StringComparison.Ordinal), new StringContent(body.Replace("ETAG", "f4c9385f1902f7334b00b9b4ecd164de", StringComparison.Ordinal)));
        var aborted = await SendAsync(_server, "DELETE", $"/shop/a?uploadId={upload}");

        Assert.That((refused.Status, Element(refused.Body, "Code")), Is.EqualTo((status, code)));
        Assert.That((aborted.Status, Everything()), Is.EqualTo((204, before)));
    }

    [TestCase("/shop/none", null, 404, "NoSuchKey")]
    [TestCase("none/a", null, 404, "NoSuchBucket")]
    [TestCase("shop", null, 400, "InvalidArgument")]
    [TestCase("shop/a", null, 400, "InvalidRequest")]
    [TestCase("shop/a?versionId=1", null, 501, "NotImplemented")]
    [TestCase("shop/a", "bytes=0-1", 501, "NotImplemented")]
    [TestCase("shop/a", "bytes=0-7", 400, "InvalidArgument", "?uploadId=UPLOAD&partNumber=1")]
    [TestCase("shop/a", "bytes=3-", 400, "InvalidArgument", "?uploadId=UPLOAD&partNumber=1")]
    [TestCase("shop/a", "0-3", 400, "InvalidArgument", "?uploadId=UPLOAD&partNumber=1")]
    public async Task A_copy_that_is_not_possible_is_refused(string source, string? range, int status, string code, string parameters = "")
    {
        await SendAsync(_server, "PUT", "/shop/a", new StringContent("content"));
        var upload = Element((await SendAsync(_server, "POST", "/shop/a?uploads")).Body, "UploadId");

        using var request = Request(HttpMethod.Put, _server, $"/shop/a{parameters.Replace("UPLOAD", upload, StringComparison.Ordinal)}");
        request.Headers.Add("x-amz-copy-source", source);
        if (range is not null)
            request.Headers.TryAddWithoutValidation("x-amz-copy-source-range", range);
        var (answered, body) = await SendAsync(_server, request);

        Assert.That((answered, Element(body, "Code")), Is.EqualTo((status, code)));
    }

    [TestCase("/shop/../../../../etc/escaped")]
    [TestCase("/shop/..%2F..%2Fescaped")]
    [TestCase("/shop//etc/escaped")]
    [TestCase("/shop/.")]
    [TestCase("/shop/index.json")]
    [TestCase("/shop/a%5C..%5Cescaped")]
    [TestCase("/shop/" + "%C3%A4%F0%9F%9A%80+%25+folder/")]
    public async Task A_key_is_stored_and_given_back_as_it_is_and_leads_nowhere(string target)
    {
        var before = Everything();

        var put = await SendAsync(_server, "PUT", target, new StringContent("mine"));
        var got = await SendAsync(_server, "GET", target);
        var listed = await SendAsync(_server, "GET", "/shop?list-type=2&encoding-type=url");

        Assert.That((put.Status, got), Is.EqualTo((200, (200, "mine"))));
        Assert.That(Uri.UnescapeDataString(Element(listed.Body, "Key")), Is.EqualTo(Uri.UnescapeDataString(target["/shop/".Length..])));
        Assert.That(Everything().Except(before), Has.All.StartsWith(_server.Options.StateDirectory + "/s3/shop/objects/"));
    }

    [TestCase("/shop/a%01b", "InvalidArgument")]
    [TestCase("/shop/a%0Ab", "InvalidArgument")]
    [TestCase("/..%2Fshop/a", "NoSuchBucket")]
    public async Task A_key_or_bucket_that_cannot_be_is_refused(string target, string code)
    {
        var (status, body) = await SendAsync(_server, "PUT", target, new StringContent("mine"));

        Assert.That(status is >= 400 and < 500, body);
        Assert.That(Element(body, "Code"), Is.EqualTo(code));
    }

    [Test]
    public async Task A_key_with_a_NUL_is_refused_by_the_server_itself()
    {
        var answer = await SendAsync(_server, "PUT", "/shop/a%00b", new StringContent("mine"));

        Assert.That(answer, Is.EqualTo((400, "")));
    }

    [Test]
    public async Task A_key_has_at_most_1024_bytes()
    {
        var fits = await SendAsync(_server, "PUT", $"/shop/{new string('k', 1024)}", new StringContent(""));
        var long_ = await SendAsync(_server, "PUT", $"/shop/{new string('k', 1025)}", new StringContent(""));

        Assert.That((fits.Status, long_.Status, Element(long_.Body, "Code")), Is.EqualTo((200, 400, "KeyTooLongError")));
    }

    [Test]
    public async Task A_chunked_body_is_decoded_and_its_trailing_checksum_kept()
    {
        using var content = Chunked(["Hello, ", "chunks ä"], $"x-amz-checksum-sha256:{Sha256("Hello, chunks ä")}\r\nx-amz-trailer-signature:0\r\n");
        content.Headers.Add("x-amz-trailer", "x-amz-checksum-sha256");

        var put = await SendAsync(_server, "PUT", "/shop/chunked", content);

        using var get = Request(HttpMethod.Get, _server, "/shop/chunked");
        get.Headers.Add("x-amz-checksum-mode", "ENABLED");
        using var response = await _server.Client.SendAsync(get);
        Assert.That(put, Is.EqualTo((200, "")));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("Hello, chunks ä"));
        Assert.That(response.Headers.GetValues("x-amz-checksum-sha256").Single(), Is.EqualTo(Sha256("Hello, chunks ä")));
        Assert.That((response.Content.Headers.ContentEncoding.ToString(), response.Content.Headers.ContentType!.ToString()), Is.EqualTo(("", "text/plain")));
    }

    [TestCase("x-amz-checksum-sha256:AAAA\r\n", null, "BadDigest")]
    [TestCase("", null, "MalformedTrailerError")]
    [TestCase("no-colon\r\n", null, "MalformedTrailerError")]
    [TestCase(null, 4, "IncompleteBody")]
    public async Task A_chunked_body_that_is_not_what_it_says_is_refused_and_leaves_nothing(string? trailers, int? decodedLength, string code)
    {
        using var content = Chunked(["Hello"], trailers ?? $"x-amz-checksum-sha256:{Sha256("Hello")}\r\n", decodedLength);
        content.Headers.Add("x-amz-trailer", "x-amz-checksum-sha256");

        var (status, body) = await SendAsync(_server, "PUT", "/shop/chunked", content);

        Assert.That((status, Element(body, "Code")), Is.EqualTo((400, code)));
        Assert.That(Files(_server.Options.StateDirectory + "/s3/shop/objects"), Is.Empty);
    }

    [TestCase("zz\r\nHello\r\n0\r\n\r\n", "InvalidChunkSizeError")]
    [TestCase("2\r\nHello\r\n0\r\n\r\n", "InvalidChunkSizeError")]
    [TestCase("5\r\nHel", "IncompleteBody")]
    public async Task A_chunked_body_that_is_broken_is_refused(string sent, string code)
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(sent));
        content.Headers.Add("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
        content.Headers.Add("x-amz-decoded-content-length", "5");

        var (status, body) = await SendAsync(_server, "PUT", "/shop/chunked", content);

        Assert.That((status, Element(body, "Code")), Is.EqualTo((400, code)));
    }

    [TestCase("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==", "BadDigest")]
    [TestCase("Content-MD5", "short", "InvalidDigest")]
    [TestCase("x-amz-checksum-crc32", "AAAAAA==", "BadDigest")]
    [TestCase("x-amz-checksum-xxhash64", "AAAAAA==", "NotImplemented")]
    [TestCase("x-amz-content-sha256", "0000000000000000000000000000000000000000000000000000000000000000", "XAmzContentSHA256Mismatch")]
    public async Task Content_that_does_not_match_its_headers_is_refused(string header, string value, string code)
    {
        using var content = new StringContent("123456789");
        content.Headers.TryAddWithoutValidation(header, value);

        var (_, body) = await SendAsync(_server, "PUT", "/shop/sum", content);

        Assert.That(Element(body, "Code"), Is.EqualTo(code));
    }

    // The check values of the CRC catalogue, for the nine digits.
    [TestCase("x-amz-checksum-crc32", "cbf43926")]
    [TestCase("x-amz-checksum-crc32c", "e3069283")]
    [TestCase("x-amz-checksum-crc64nvme", "ae8b14860a799888")]
    [TestCase("x-amz-checksum-sha1", "f7c3bc1d808e04732adf679965ccc34ca7ae3441")]
    public async Task Checksums_are_computed_as_their_standards_say(string header, string expected)
    {
        using var content = new StringContent("123456789");
        content.Headers.Add(header, Convert.ToBase64String(Convert.FromHexString(expected)));

        var (status, body) = await SendAsync(_server, "PUT", "/shop/sum", content);

        Assert.That((status, body), Is.EqualTo((200, "")));
    }

    [TestCase("bytes=0-3", 206, "bytes 0-3/10", "0123")]
    [TestCase("bytes=7-", 206, "bytes 7-9/10", "789")]
    [TestCase("bytes=-4", 206, "bytes 6-9/10", "6789")]
    [TestCase("bytes=5-99", 206, "bytes 5-9/10", "56789")]
    [TestCase("bytes=0-1,3-4", 200, null, "0123456789")]
    public async Task A_range_gives_that_part(string range, int status, string? contentRange, string expected)
    {
        await SendAsync(_server, "PUT", "/shop/digits", new StringContent("0123456789"));

        using var get = Request(HttpMethod.Get, _server, "/shop/digits");
        get.Headers.Range = RangeHeaderValue.Parse(range);
        using var response = await _server.Client.SendAsync(get);

        Assert.That(
            ((int)response.StatusCode, response.Content.Headers.ContentRange?.ToString(), await response.Content.ReadAsStringAsync()),
            Is.EqualTo((status, contentRange, expected)));
    }

    [Test]
    public async Task A_range_behind_the_end_cannot_be_given()
    {
        await SendAsync(_server, "PUT", "/shop/digits", new StringContent("0123456789"));
        var get = Request(HttpMethod.Get, _server, "/shop/digits");
        get.Headers.Range = new(10, null);

        var (status, body) = await SendAsync(_server, get);

        Assert.That((status, Element(body, "Code")), Is.EqualTo((416, "InvalidRange")));
    }

    [TestCase("PUT", "If-None-Match", "*", 412)]
    [TestCase("PUT", "If-Match", "\"none\"", 412)]
    [TestCase("PUT", "If-Match", "\"9a0364b9e99bb480dd25e1f0284c8555\"", 200)]
    [TestCase("GET", "If-Match", "\"none\"", 412)]
    [TestCase("GET", "If-None-Match", "\"9a0364b9e99bb480dd25e1f0284c8555\"", 304)]
    [TestCase("HEAD", "If-None-Match", "\"none\"", 200)]
    public async Task Conditions_are_kept(string method, string header, string value, int status)
    {
        await SendAsync(_server, "PUT", "/shop/lock", new StringContent("content"));
        var request = Request(new(method), _server, "/shop/lock", method == "PUT" ? new StringContent("other") : null);
        request.Headers.TryAddWithoutValidation(header, value);

        var answer = await SendAsync(_server, request);

        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [TestCase("PUT", "/shop", "BucketAlreadyOwnedByYou")]
    [TestCase("PUT", "/Shop", "InvalidBucketName")]
    [TestCase("PUT", "/sh", "InvalidBucketName")]
    [TestCase("DELETE", "/shop", "BucketNotEmpty")]
    [TestCase("GET", "/shop?versions&delimiter=a", "NotImplemented")]
    [TestCase("GET", "/shop?inventory", "NotImplemented")]
    [TestCase("GET", "/shop/a?versionId=1", "NoSuchVersion")]
    [TestCase("PUT", "/shop/a?tagging", "MalformedXML")]
    [TestCase("PUT", "/shop/a?retention", "NotImplemented")]
    [TestCase("GET", "/shop?list-type=2&max-keys=many", "InvalidArgument")]
    [TestCase("GET", "/shop?list-type=2&continuation-token=%25", "InvalidArgument")]
    [TestCase("POST", "/shop?delete", "MalformedXML")]
    [TestCase("PATCH", "/shop/a", "NotImplemented")]
    public async Task What_cannot_be_done_is_refused_with_the_code_of_S3(string method, string target, string code)
    {
        await SendAsync(_server, "PUT", "/shop/a", new StringContent("content"));

        var (_, body) = await SendAsync(_server, method, target);

        Assert.That(Element(body, "Code"), Is.EqualTo(code));
    }

    private static string[] Files(string directory) => Directory.GetFiles(directory, "*", SearchOption.AllDirectories);

    /// <summary>The files of the state directory, and what lies beside it.</summary>
    private string[] Everything() =>
    [
        .. Files(_server.Options.StateDirectory),
        .. Directory.GetFileSystemEntries(Path.GetDirectoryName(_server.Options.StateDirectory)!, "*escaped*"),
    ];
}

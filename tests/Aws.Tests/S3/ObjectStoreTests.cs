using System.Net;
using System.Runtime.Versioning;
using System.Text;
using Slipway.Aws.S3;
using Slipway.Testing;

namespace Slipway.Aws.Tests.S3;

/// <summary>What the servers of the contract do not do: refuse, break off, take their time.</summary>
[UnsupportedOSPlatform("windows")]
[Platform(Exclude = "Win", Reason = "files have no mode on Windows")]
public sealed class ObjectStoreTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly S3Location Location = new("bucket", "staging/.env");

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase(OwnerOnly)]
    [TestCase(UnixFileMode.UserRead)]
    public async Task The_file_has_its_mode_before_its_first_byte_and_its_name_after_its_last(UnixFileMode mode)
    {
        var during = new List<(string Name, UnixFileMode Mode, long Size)>();
        using var fake = new FakeAws().On("GET /bucket/staging/.env", _ =>
        {
            during.AddRange(_folder.Files.Select(f => (f, File.GetUnixFileMode(_folder[f]), new FileInfo(_folder[f]).Length)));
            return Content("APP_KEY=1\n");
        });
        using var aws = Given.Clients(fake);

        var description = await aws.Objects.GetAsync(Location, _folder["deep/down/.env"], mode, CancellationToken.None);

        Assert.That(during.Select(f => (f.Mode, f.Size)), Is.EqualTo(new[] { (mode, 0L) }));
        Assert.That(during[0].Name, Does.Match(@"^deep/down/\.\.env\.[0-9a-f]{8}\.partial$"));
        Assert.That(_folder.Files, Is.EqualTo(new[] { "deep/down/.env" }));
        Assert.That(File.GetUnixFileMode(_folder["deep/down/.env"]), Is.EqualTo(mode));
        Assert.That((await File.ReadAllTextAsync(_folder["deep/down/.env"]), description.Size), Is.EqualTo(("APP_KEY=1\n", 10L)));
    }

    [Test]
    public async Task A_file_that_was_readable_by_all_is_replaced_by_one_that_is_not()
    {
        await File.WriteAllTextAsync(_folder[".env"], "old");
        File.SetUnixFileMode(_folder[".env"], OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        using var fake = new FakeAws().On("GET /bucket/staging/.env", Content("new"));
        using var aws = Given.Clients(fake);

        await aws.Objects.GetAsync(Location, _folder[".env"], OwnerOnly, CancellationToken.None);

        Assert.That((await File.ReadAllTextAsync(_folder[".env"]), File.GetUnixFileMode(_folder[".env"])), Is.EqualTo(("new", OwnerOnly)));
    }

    [Test]
    public async Task A_failure_leaves_the_file_that_was_there_and_nothing_else()
    {
        await File.WriteAllTextAsync(_folder[".env"], "old");
        using var fake = new FakeAws().On("GET /bucket/staging/.env", AwsAnswer.XmlRefusal(HttpStatusCode.Forbidden, "AccessDenied", "Access Denied"));
        using var aws = Given.Clients(fake);

        var error = await Failure.OfAsync(() => aws.Objects.GetAsync(Location, _folder[".env"], OwnerOnly, CancellationToken.None));

        Assert.That((error.Kind, error.Code, fake.Requests.Count), Is.EqualTo((AwsFailure.AccessDenied, "AccessDenied", 1)));
        Assert.That(error.Message, Is.EqualTo(
            $"S3 GetObject s3://bucket/staging/.env failed: AccessDenied (HTTP 403, request {AwsAnswer.RequestId}): Access Denied. "
            + "Allow the caller 's3:GetObject' on s3://bucket/staging/.env. "
            + "Without 's3:ListBucket' on the bucket, S3 says the same of an object that does not exist."));
        Assert.That((_folder.Files.Single(), await File.ReadAllTextAsync(_folder[".env"])), Is.EqualTo((".env", "old")));
    }

    [Test]
    public void A_cancelled_download_leaves_nothing()
    {
        using var fake = new FakeAws().On("GET /bucket/staging/.env", AwsAnswer.Silence());
        using var aws = Given.Clients(fake);
        using var cancellation = new CancellationTokenSource();
        var download = aws.Objects.GetAsync(Location, _folder[".env"], OwnerOnly, cancellation.Token);
        var during = _folder.Files.Count;

        cancellation.Cancel();

        Assert.That(async () => await download, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((during, _folder.Files.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task A_download_that_breaks_off_starts_again_from_the_beginning()
    {
        using var fake = new FakeAws().On("GET /bucket/staging/.env", Content("APP_KEY=1\nAPP_") with { BreaksOff = true }, Content("APP_KEY=1\nAPP_ENV=staging\n"));
        var time = new ManualTimeProvider();
        using var aws = Given.Clients(fake, time);

        await time.RunAsync(aws.Objects.GetAsync(Location, _folder[".env"], OwnerOnly, CancellationToken.None), TimeSpan.FromSeconds(5));

        Assert.That(await File.ReadAllTextAsync(_folder[".env"]), Is.EqualTo("APP_KEY=1\nAPP_ENV=staging\n"));
    }

    [TestCase(HttpStatusCode.ServiceUnavailable, "SlowDown")]
    [TestCase(HttpStatusCode.InternalServerError, "InternalError")]
    public async Task A_busy_S3_is_asked_again(HttpStatusCode status, string code)
    {
        using var fake = new FakeAws().On("GET /bucket/staging/.env", AwsAnswer.XmlRefusal(status, code, "Please reduce your request rate."), Content("x"));
        var time = new ManualTimeProvider();
        using var aws = Given.Clients(fake, time);
        using var copy = new MemoryStream();

        await time.RunAsync(aws.Objects.GetAsync(Location, copy, CancellationToken.None), TimeSpan.FromSeconds(5));

        Assert.That((Encoding.UTF8.GetString(copy.ToArray()), fake.Requests.Count), Is.EqualTo(("x", 2)));
    }

    [Test]
    public async Task An_upload_that_breaks_off_sends_all_of_it_again()
    {
        using var fake = new FakeAws().On(
            "PUT /bucket/staging/.env", AwsAnswer.Broken(new HttpRequestException(HttpRequestError.ResponseEnded)), new AwsAnswer(HttpStatusCode.OK, ""));
        var time = new ManualTimeProvider();
        using var aws = Given.Clients(fake, time);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes("skipped|all of it"));
        content.Position = "skipped|".Length;

        await time.RunAsync(Done(aws.Objects.PutAsync(Location, content, CancellationToken.None)), TimeSpan.FromSeconds(5));

        Assert.That(fake.Requests.Select(r => r.Body), Is.EqualTo(new[] { "all of it", "all of it" }));
    }

    [Test]
    public async Task A_HEAD_that_is_refused_is_AccessDenied_and_not_a_missing_object()
    {
        using var fake = new FakeAws().On("HEAD /bucket/staging/.env", new AwsAnswer(HttpStatusCode.Forbidden, ""));
        using var aws = Given.Clients(fake);

        var error = await Failure.OfAsync(() => aws.Objects.ExistsAsync(Location, CancellationToken.None));

        Assert.That((error.Kind, error.Code), Is.EqualTo((AwsFailure.AccessDenied, "AccessDenied")));
    }

    [TestCase(HttpStatusCode.OK, "NoSuchKey")]
    [TestCase(HttpStatusCode.Forbidden, "NoSuchKey")]
    [TestCase(HttpStatusCode.NotFound, "NoSuchBucket")]
    public async Task A_HEAD_that_finds_nothing_asks_for_the_bucket(HttpStatusCode bucket, string code)
    {
        using var fake = new FakeAws()
            .On("HEAD /bucket/staging/.env", new AwsAnswer(HttpStatusCode.NotFound, ""))
            .On("HEAD /bucket", new AwsAnswer(bucket, ""))
            .On("HEAD /bucket/", new AwsAnswer(bucket, ""));
        using var aws = Given.Clients(fake);

        var error = await Failure.OfAsync(() => aws.Objects.HeadAsync(Location, CancellationToken.None));

        Assert.That((error.Kind, error.Code, error.Operation), Is.EqualTo((AwsFailure.NotFound, code, "HeadObject")));
    }

    [Test]
    public async Task A_list_is_read_to_its_last_page()
    {
        using var fake = new FakeAws().On("GET /bucket", Page("a", "more"), Page("b", null)).On("GET /bucket/", Page("a", "more"), Page("b", null));
        using var aws = Given.Clients(fake);

        var keys = await aws.Objects.ListAsync("bucket", "", CancellationToken.None).Select(o => o.Location.Key).ToListAsync();

        Assert.That(keys, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(fake.Requests[1].Uri.Query, Does.Contain("continuation-token=more"));
    }

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

    private static AwsAnswer Content(string content) => new(HttpStatusCode.OK, content) { MediaType = "application/octet-stream" };

    private static AwsAnswer Page(string key, string? next) => new(
        HttpStatusCode.OK,
        $"<ListBucketResult><IsTruncated>{(next is null ? "false" : "true")}</IsTruncated><Contents><Key>{key}</Key><Size>1</Size></Contents>"
        + (next is null ? "" : $"<NextContinuationToken>{next}</NextContinuationToken>") + "</ListBucketResult>")
    {
        MediaType = "application/xml",
    };
}

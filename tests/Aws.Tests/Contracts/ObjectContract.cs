using System.Net;
using System.Text;
using Slipway.Aws.S3;
using Slipway.Aws.Tests.Servers;

namespace Slipway.Aws.Tests.Contracts;

[TestFixtureSource(typeof(AwsServers), nameof(AwsServers.All))]
public sealed class ObjectContract(AwsServer server) : AwsContract(server)
{
    private const string Content = "APP_KEY=base64:bm90IGEga2V5\nMAIL_FROM=\"Tütör <post@example.test>\"\n";

    private static readonly S3Location Absent = new(AwsServer.Bucket, "env-configurations/nowhere/.env");
    private static readonly S3Location Elsewhere = new("contract-bucket-that-is-not", "key");

    [Test]
    public async Task An_object_that_was_put_is_given_back_byte_for_byte()
    {
        var location = Fresh("env-configurations/staging/.env");
        await PutAsync(location, Content);

        using var copy = new MemoryStream();
        var description = await Aws.Objects.GetAsync(location, copy, CancellationToken.None);

        Assert.That(Encoding.UTF8.GetString(copy.ToArray()), Is.EqualTo(Content));
        Assert.That((description.Location, description.Size), Is.EqualTo((location, (long)Encoding.UTF8.GetByteCount(Content))));
    }

    [TestCase("a key/with spaces & ünïcode+plus%20.p8")]
    [TestCase("one//two")]
    public async Task A_key_is_taken_as_it_stands(string key)
    {
        var location = Fresh(key);
        await PutAsync(location, Content);

        using var copy = new MemoryStream();
        await Aws.Objects.GetAsync(location, copy, CancellationToken.None);

        Assert.That(Encoding.UTF8.GetString(copy.ToArray()), Is.EqualTo(Content));
    }

    [Test]
    public async Task A_bucket_is_created_where_it_is_not_there()
    {
        var bucket = $"contract-bucket-{Guid.NewGuid():N}";

        await Aws.Objects.CreateBucketAsync(bucket, CancellationToken.None);
        await Aws.Objects.CreateAsync(new(bucket, "key"), Encoding.UTF8.GetBytes(Content), CancellationToken.None);
        await Aws.Objects.CreateBucketAsync(bucket, CancellationToken.None);

        Assert.That((await Aws.Objects.HeadAsync(new(bucket, "key"), CancellationToken.None)).Size, Is.EqualTo(Encoding.UTF8.GetByteCount(Content)));
    }

    [Test]
    public async Task An_empty_object_is_an_empty_file()
    {
        var location = Fresh("empty");
        await PutAsync(location, "");
        using var folder = new TemporaryFolder();

        await Aws.Objects.GetAsync(location, folder["empty"], UnixFileMode.UserRead | UnixFileMode.UserWrite, CancellationToken.None);

        Assert.That(await File.ReadAllBytesAsync(folder["empty"]), Is.Empty);
    }

    [Test]
    public async Task Head_describes_an_object_as_its_list_does()
    {
        var location = Fresh("described");
        await PutAsync(location, Content);

        var head = await Aws.Objects.HeadAsync(location, CancellationToken.None);
        var listed = await Aws.Objects.ListAsync(location.Bucket, location.Key, CancellationToken.None).SingleAsync();

        Assert.That((head.Location, head.Size, head.ETag), Is.EqualTo((listed.Location, listed.Size, listed.ETag)));
        Assert.That(head.ETag, Is.Not.Empty);
    }

    [Test]
    public async Task List_gives_the_keys_under_a_prefix_in_order()
    {
        var prefix = Unique("listed") + "/";
        foreach (var name in new[] { "b", "a", "c/d" }) await PutAsync(new S3Location(AwsServer.Bucket, prefix + name), name);

        var keys = await Aws.Objects.ListAsync(AwsServer.Bucket, prefix, CancellationToken.None).Select(o => o.Location.Key[prefix.Length..]).ToListAsync();

        Assert.That(keys, Is.EqualTo(new[] { "a", "b", "c/d" }));
    }

    [Test]
    public async Task A_deleted_object_is_gone_and_deleting_it_again_is_no_error()
    {
        var location = Fresh("deleted");
        await PutAsync(location, Content);
        var before = await Aws.Objects.ExistsAsync(location, CancellationToken.None);

        await Aws.Objects.DeleteAsync(location, CancellationToken.None);
        await Aws.Objects.DeleteAsync(location, CancellationToken.None);

        Assert.That((before, await Aws.Objects.ExistsAsync(location, CancellationToken.None)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task A_missing_key_is_NoSuchKey_and_the_message_names_it()
    {
        using var copy = new MemoryStream();

        var error = await Failure.OfAsync(() => Aws.Objects.GetAsync(Absent, copy, CancellationToken.None));

        Assert.That((error.Kind, error.Code, error.HttpStatus, error.Resource), Is.EqualTo(
            (AwsFailure.NotFound, "NoSuchKey", HttpStatusCode.NotFound, Absent.ToString())));
        Assert.That(error.Message, Does.StartWith($"S3 GetObject {Absent} failed: NoSuchKey (HTTP 404, request "));
    }

    [Test]
    public async Task A_missing_bucket_is_NoSuchBucket()
    {
        using var copy = new MemoryStream();

        var error = await Failure.OfAsync(() => Aws.Objects.GetAsync(Elsewhere, copy, CancellationToken.None));

        Assert.That((error.Kind, error.Code, error.HttpStatus), Is.EqualTo((AwsFailure.NotFound, "NoSuchBucket", HttpStatusCode.NotFound)));
    }

    [Test]
    public async Task Head_tells_a_missing_key_from_a_missing_bucket()
    {
        var key = await Failure.OfAsync(() => Aws.Objects.HeadAsync(Absent, CancellationToken.None));
        var bucket = await Failure.OfAsync(() => Aws.Objects.HeadAsync(Elsewhere, CancellationToken.None));

        Assert.That((key.Code, bucket.Code), Is.EqualTo(("NoSuchKey", "NoSuchBucket")));
    }

    [Test]
    public async Task Putting_and_listing_in_a_missing_bucket_are_NoSuchBucket()
    {
        var put = await Failure.OfAsync(() => PutAsync(Elsewhere, Content));
        var list = await Failure.OfAsync(async () =>
            await Aws.Objects.ListAsync(Elsewhere.Bucket, "", CancellationToken.None).ToListAsync());

        Assert.That((put.Code, list.Code), Is.EqualTo(("NoSuchBucket", "NoSuchBucket")));
    }

    [Test]
    public async Task A_missing_object_leaves_no_file_behind()
    {
        using var folder = new TemporaryFolder();

        await Failure.OfAsync(() => Aws.Objects.GetAsync(Absent, folder[".env"], UnixFileMode.UserRead, CancellationToken.None));

        Assert.That(folder.Files, Is.Empty);
    }

    private static S3Location Fresh(string key) => new(AwsServer.Bucket, $"{Unique("objects")}/{key}");

    private async Task PutAsync(S3Location location, string content)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        await Aws.Objects.PutAsync(location, stream, CancellationToken.None);
    }
}

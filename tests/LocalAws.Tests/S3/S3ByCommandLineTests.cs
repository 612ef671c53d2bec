using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.S3;

/// <summary>S3 as the real <c>aws</c> command line uses it.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class S3ByCommandLineTests
{
    private LocalAwsServer _server = null!;
    private AwsCommand _aws = null!;
    private string _folder = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await LocalAwsServer.StartAsync();
        _aws = new(_server.Client.BaseAddress!);
        _folder = Directory.CreateTempSubdirectory("s3-cli-").FullName;
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task An_object_is_made_listed_read_and_removed()
    {
        var local = await WriteAsync("greeting.txt", "Hello, S3: ä ö ü\n");

        var made = await _aws.SucceedAsync("s3", "mb", "s3://shop-files");
        await _aws.SucceedAsync("s3", "cp", "--no-progress", local, "s3://shop-files/env/local/greeting file+1.txt");
        var listed = await _aws.SucceedAsync("s3", "ls", "--recursive", "s3://shop-files");
        var folders = await _aws.SucceedAsync("s3", "ls", "s3://shop-files/env/");
        var copy = Path.Combine(_folder, "copy.txt");
        await _aws.SucceedAsync("s3", "cp", "--no-progress", "s3://shop-files/env/local/greeting file+1.txt", copy);
        await _aws.SucceedAsync("s3", "rm", "s3://shop-files/env/local/greeting file+1.txt");
        var after = await _aws.RunAsync("s3", "ls", "s3://shop-files/env/");
        await _aws.SucceedAsync("s3", "rb", "s3://shop-files");
        var buckets = await _aws.SucceedAsync("s3", "ls");

        Assert.That(made, Is.EqualTo("make_bucket: shop-files"));
        Assert.That(listed, Does.EndWith("20 env/local/greeting file+1.txt"));
        Assert.That(folders, Is.EqualTo("PRE local/"));
        Assert.That(await File.ReadAllTextAsync(copy), Is.EqualTo("Hello, S3: ä ö ü\n"));
        Assert.That(after, Is.EqualTo((1, "", "")));
        Assert.That(buckets, Is.Empty);
    }

    [Test]
    public async Task A_folder_is_synchronized_in_pages_and_emptied()
    {
        for (var number = 0; number < 12; number++)
            // S3 keeps whole seconds: what is written and sent in the same second looks newer than what S3 has, and is sent again.
            File.SetLastWriteTimeUtc(await WriteAsync($"many/{number:00}.txt", $"{number}"), DateTime.UtcNow.AddMinutes(-1));
        await _aws.SucceedAsync("s3", "mb", "s3://many");

        await _aws.SucceedAsync("s3", "sync", "--no-progress", Path.Combine(_folder, "many"), "s3://many/numbers");
        var paged = await _aws.SucceedAsync("s3", "ls", "--page-size", "5", "s3://many/numbers/");
        var again = await _aws.SucceedAsync("s3", "sync", "--no-progress", Path.Combine(_folder, "many"), "s3://many/numbers");
        await _aws.SucceedAsync("s3", "rm", "--recursive", "--quiet", "s3://many");
        var deleted = await _aws.RunAsync("s3", "ls", "s3://many/numbers/");

        Assert.That(paged.Split('\n').Select(line => line.Split(' ')[^1]), Is.EqualTo(Enumerable.Range(0, 12).Select(number => $"{number:00}.txt")));
        Assert.That(again, Is.Empty, "the second time there is nothing to send");
        Assert.That(deleted, Is.EqualTo((1, "", "")));
    }

    [Test]
    public async Task A_large_object_goes_in_parts_is_copied_and_comes_back_as_it_was()
    {
        var local = Path.Combine(_folder, "dump.sql");
        var content = new byte[20 << 20];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(local, content);
        await _aws.SucceedAsync("s3", "mb", "s3://dumps");

        await _aws.SucceedAsync("s3", "cp", "--no-progress", "--content-type", "application/sql", "--metadata", "owner=shop", local, "s3://dumps/a/dump.sql");
        await _aws.SucceedAsync("s3", "cp", "--no-progress", "s3://dumps/a/dump.sql", "s3://dumps/b/dump.sql");
        await _aws.SucceedAsync("s3api", "copy-object", "--bucket", "dumps", "--key", "c/dump.sql", "--copy-source", "dumps/a/dump.sql");
        var copy = Path.Combine(_folder, "copy.sql");
        await _aws.SucceedAsync("s3", "cp", "--no-progress", "s3://dumps/b/dump.sql", copy);

        Assert.That(await File.ReadAllBytesAsync(copy), Is.EqualTo(content));
        var (inParts, whole) = (Json(await HeadAsync("a/dump.sql")), Json(await HeadAsync("c/dump.sql")));
        Assert.That(((string?)inParts["ETag"], (string?)inParts["ContentType"], (string?)inParts["Metadata"]!["owner"]), Is.EqualTo(("\"" + PartTag(content, 8 << 20) + "\"", "application/sql", "shop")));
        Assert.That(((long)whole["ContentLength"]!, (string?)whole["ContentType"], (string?)whole["Metadata"]!["owner"]), Is.EqualTo((content.LongLength, "application/sql", "shop")));
        Assert.That(Json(await _aws.SucceedAsync("s3api", "list-multipart-uploads", "--bucket", "dumps"))["Uploads"], Is.Null);

        Task<string> HeadAsync(string key) => _aws.SucceedAsync("s3api", "head-object", "--bucket", "dumps", "--key", key);
    }

    [TestCase("SHA256", "COMPOSITE")]
    [TestCase("CRC32", "FULL_OBJECT")]
    public async Task Parts_have_checksums_and_so_has_what_they_become(string algorithm, string type)
    {
        var local = await WriteAsync("only.txt", "the only part");
        await _aws.SucceedAsync("s3api", "create-bucket", "--bucket", "parts");

        var created = Json(await _aws.SucceedAsync("s3api", "create-multipart-upload", "--bucket", "parts", "--key", "x", "--checksum-algorithm", algorithm, "--checksum-type", type));
        var upload = (string)created["UploadId"]!;
        var part = Json(await _aws.SucceedAsync("s3api", "upload-part", "--bucket", "parts", "--key", "x", "--upload-id", upload, "--part-number", "3", "--body", local, "--checksum-algorithm", algorithm));
        var listed = Json(await _aws.SucceedAsync("s3api", "list-parts", "--bucket", "parts", "--key", "x", "--upload-id", upload));
        var named = new JsonObject { ["Parts"] = new JsonArray(new JsonObject { ["PartNumber"] = 3, ["ETag"] = (string)part["ETag"]!, [$"Checksum{algorithm}"] = (string)part[$"Checksum{algorithm}"]! }) };
        var completed = Json(await _aws.SucceedAsync("s3api", "complete-multipart-upload", "--bucket", "parts", "--key", "x", "--upload-id", upload, "--multipart-upload", named.ToJsonString()));

        Assert.That(((string?)created["ChecksumType"], (string?)completed["ChecksumType"]), Is.EqualTo((type, type)));
        Assert.That((string?)completed[$"Checksum{algorithm}"], type == "COMPOSITE" ? Does.EndWith("-1") : Is.EqualTo((string?)part[$"Checksum{algorithm}"]));
        Assert.That(listed["Parts"]!.AsArray().Select(one => ((int)one!["PartNumber"]!, (int)one["Size"]!)), Is.EqualTo(new[] { (3, 13) }));
        var attributes = await AttributesAsync("parts", "x", "Checksum", "ObjectParts");
        Assert.That(((string?)attributes["Checksum"]!["ChecksumType"], (string?)attributes["Checksum"]![$"Checksum{algorithm}"]), Is.EqualTo((type, (string?)completed[$"Checksum{algorithm}"])));
        var only = attributes["ObjectParts"]!["Parts"]!.AsArray().Single()!;
        Assert.That(
            ((int)attributes["ObjectParts"]!["TotalPartsCount"]!, (int)only["PartNumber"]!, (int)only["Size"]!, (string?)only[$"Checksum{algorithm}"]),
            Is.EqualTo((1, 3, 13, (string?)part[$"Checksum{algorithm}"])));
    }

    [Test]
    public async Task The_attributes_of_an_object_are_those_that_are_asked_for()
    {
        await _aws.SucceedAsync("s3api", "create-bucket", "--bucket", "attributes");
        await _aws.SucceedAsync("s3api", "put-object", "--bucket", "attributes", "--key", "x", "--body", await WriteAsync("x.txt", "one"), "--checksum-algorithm", "SHA256");

        var all = await AttributesAsync("attributes", "x", "ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize");
        var size = await AttributesAsync("attributes", "x", "ObjectSize");

        Assert.That(
            ((string?)all["ETag"], (string?)all["Checksum"]!["ChecksumSHA256"], (string?)all["StorageClass"], (long)all["ObjectSize"]!, all["ObjectParts"]),
            Is.EqualTo(("f97c5d29941bfb1b2fdab0874906ab82", "dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z/0Me0=", "STANDARD", 3L, (JsonNode?)null)));
        Assert.That(size.AsObject().Select(member => member.Key).Order(), Is.EqualTo(new[] { "LastModified", "ObjectSize" }));
    }

    [Test]
    public async Task The_first_version_of_the_list_is_cut_into_pages_too()
    {
        await _aws.SucceedAsync("s3api", "create-bucket", "--bucket", "many");
        foreach (var key in new[] { "a/1", "a/2", "b", "c" })
            await _aws.SucceedAsync("s3api", "put-object", "--bucket", "many", "--key", key);

        var all = Json(await _aws.SucceedAsync("s3api", "list-objects", "--bucket", "many", "--page-size", "2"));
        var folders = Json(await _aws.SucceedAsync("s3api", "list-objects", "--bucket", "many", "--delimiter", "/", "--page-size", "1"));

        Assert.That(all["Contents"]!.AsArray().Select(entry => (string?)entry!["Key"]), Is.EqualTo(new[] { "a/1", "a/2", "b", "c" }));
        Assert.That(folders["CommonPrefixes"]!.AsArray().Select(entry => (string?)entry!["Prefix"]), Is.EqualTo(new[] { "a/" }));
        Assert.That(folders["Contents"]!.AsArray().Select(entry => (string?)entry!["Key"]), Is.EqualTo(new[] { "b", "c" }));
    }

    [Test]
    public async Task What_s3api_puts_it_gets_back_with_its_headers_and_checksum()
    {
        var local = await WriteAsync("key.p8", "planted");
        await _aws.SucceedAsync("s3api", "create-bucket", "--bucket", "keys");

        var put = Json(await _aws.SucceedAsync("s3api", "put-object", "--bucket", "keys", "--key", "a/key.p8", "--body", local,
            "--content-type", "application/pkcs8", "--metadata", "owner=shop", "--checksum-algorithm", "SHA256"));
        var head = Json(await _aws.SucceedAsync("s3api", "head-object", "--bucket", "keys", "--key", "a/key.p8", "--checksum-mode", "ENABLED"));
        var part = Json(await _aws.SucceedAsync("s3api", "get-object", "--bucket", "keys", "--key", "a/key.p8", "--range", "bytes=2-4", Path.Combine(_folder, "part")));

        Assert.That(Text(put), Is.EqualTo("""
            {"ETag":"\"08297c071792bd9856adcc8299be428e\"","ChecksumSHA256":"Ny6zd0gCqNl7rdDzr9q796F++KH5ALOU25mkYLiTQGw=","ChecksumType":"FULL_OBJECT","ServerSideEncryption":"AES256"}
            """));
        Assert.That((Text(head["ETag"]), Text(head["ContentLength"]), Text(head["ContentType"]), Text(head["Metadata"]), Text(head["ChecksumSHA256"])), Is.EqualTo(
            (Text(put["ETag"]), "7", "\"application/pkcs8\"", """{"owner":"shop"}""", Text(put["ChecksumSHA256"]))));
        Assert.That((Text(part["ContentRange"]), await File.ReadAllTextAsync(Path.Combine(_folder, "part"))), Is.EqualTo(("\"bytes 2-4/7\"", "ant")));
    }

    [TestCase("get-object --bucket none --key k out", "An error occurred (NoSuchBucket) when calling the GetObject operation: The specified bucket does not exist")]
    [TestCase("get-object --bucket there --key k out", "An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.")]
    [TestCase("head-object --bucket there --key k", "An error occurred (404) when calling the HeadObject operation: Not Found")]
    [TestCase("create-bucket --bucket there", "An error occurred (BucketAlreadyOwnedByYou) when calling the CreateBucket operation: Your previous request to create the named bucket succeeded and you already own it.")]
    [TestCase("get-bucket-tagging --bucket there", "An error occurred (NoSuchTagSet) when calling the GetBucketTagging operation: The TagSet does not exist")]
    [TestCase("get-bucket-analytics-configuration --bucket there --id a", "An error occurred (NotImplemented) when calling the GetBucketAnalyticsConfiguration operation: LocalAws does not emulate the parameter 'analytics' of S3 GET on a bucket; run this against AWS, or leave it out with --env=local.")]
    [TestCase("get-object-attributes --bucket there --key k --object-attributes ETag", "An error occurred (NoSuchKey) when calling the GetObjectAttributes operation: The specified key does not exist.")]
    [TestCase("get-object-attributes --bucket there --key k --object-attributes Owner", "An error occurred (InvalidArgument) when calling the GetObjectAttributes operation: Invalid attribute name specified.")]
    [TestCase("get-object-retention --bucket there --key k", "An error occurred (NotImplemented) when calling the GetObjectRetention operation: LocalAws does not emulate the parameter 'retention' of S3 GET on an object; run this against AWS, or leave it out with --env=local.")]
    public async Task A_refusal_reads_as_on_AWS(string command, string message)
    {
        await _aws.SucceedAsync("s3", "mb", "s3://there");

        var (exitCode, _, error) = await _aws.RunAsync(["s3api", .. command.Split(' ')]);

        Assert.That((exitCode > 0, error.Replace("aws: [ERROR]: ", "")), Is.EqualTo((true, message)));
    }

    private async Task<JsonNode> AttributesAsync(string bucket, string key, params string[] attributes) =>
        Json(await _aws.SucceedAsync(["s3api", "get-object-attributes", "--bucket", bucket, "--key", key, "--object-attributes", .. attributes]));

    private static JsonNode Json(string text) => JsonNode.Parse(text)!;

    private static string Text(JsonNode? node) => node?.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "null";

    private async Task<string> WriteAsync(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content);
        return path;
    }

    /// <summary>The entity tag of content that was put in parts of a size.</summary>
#pragma warning disable CA5351 // MD5 is what S3 makes its entity tags of
    private static string PartTag(byte[] content, int size)
    {
        var parts = content.Chunk(size).Select(part => MD5.HashData(part)).ToList();
        return $"{Convert.ToHexStringLower(MD5.HashData([.. parts.SelectMany(part => part)]))}-{parts.Count}";
    }
#pragma warning restore CA5351
}

using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.S3;
using Slipway.LocalAws.Tests.Testing;
using static Slipway.LocalAws.Tests.S3.S3Requests;

namespace Slipway.LocalAws.Tests.S3;

public sealed class BucketSeedTests
{
    private string _seed = null!;
    private LocalAwsServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _seed = Directory.CreateTempSubdirectory("s3-seed-").FullName;
        await WriteAsync("shop-files/env/local/.env", "APP_ENV=local\n");
        await WriteAsync("empty-bucket/.gitkeep", "");
        _server = await LocalAwsServer.StartAsync(options => options with { SeedDirectory = _seed });
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_seed, recursive: true);
    }

    [Test]
    public async Task Folders_are_buckets_and_files_are_objects()
    {
        var buckets = await SendAsync(_server, "GET", "/");
        var content = await SendAsync(_server, "GET", "/shop-files/env/local/.env");
        var empty = await SendAsync(_server, "GET", "/empty-bucket?list-type=2");

        Assert.That(Element(buckets.Body, "Buckets"), Does.StartWith("empty-bucket").And.Contain("shop-files"));
        Assert.That(content, Is.EqualTo((200, "APP_ENV=local\n")));
        Assert.That(Element(empty.Body, "KeyCount"), Is.EqualTo("0"));
    }

    [Test]
    public async Task An_edited_file_is_the_object_without_a_restart()
    {
        await WriteAsync("shop-files/env/local/.env", "APP_ENV=edited\n");
        await WriteAsync("shop-files/env/local/new.crt", "certificate");

        var edited = await SendAsync(_server, "GET", "/shop-files/env/local/.env");
        var added = await SendAsync(_server, "GET", "/shop-files/env/local/new.crt");

        Assert.That((edited.Body, added.Body), Is.EqualTo(("APP_ENV=edited\n", "certificate")));
    }

    [Test]
    public async Task What_was_changed_through_the_API_stays_until_the_file_has_other_content()
    {
        await SendAsync(_server, "PUT", "/shop-files/env/local/.env", new StringContent("by API"));
        var put = await SendAsync(_server, "GET", "/shop-files/env/local/.env");
        File.SetLastWriteTimeUtc(Path.Combine(_seed, "shop-files/env/local/.env"), DateTime.UtcNow.AddHours(1));
        var touched = await SendAsync(_server, "GET", "/shop-files/env/local/.env");
        await WriteAsync("shop-files/env/local/.env", "APP_ENV=newer\n");
        var edited = await SendAsync(_server, "GET", "/shop-files/env/local/.env");

        Assert.That((put.Body, touched.Body, edited.Body), Is.EqualTo(("by API", "by API", "APP_ENV=newer\n")));
    }

    [Test]
    public async Task What_was_deleted_through_the_API_stays_deleted()
    {
        await SendAsync(_server, "DELETE", "/shop-files/env/local/.env");

        var (status, body) = await SendAsync(_server, "GET", "/shop-files/env/local/.env");

        Assert.That((status, Element(body, "Code")), Is.EqualTo((404, "NoSuchKey")));
    }

    [Test]
    public async Task Other_services_read_objects_as_S3_has_them()
    {
        var store = _server.Application.Services.GetRequiredService<IBucketStore>();

        var content = await store.ReadAsync("shop-files", "env/local/.env", CancellationToken.None);
        var missing = await Assert.ThrowsAsync<AwsErrorException>(() => store.ReadAsync("shop-files", "none", CancellationToken.None));

        Assert.That((Encoding.UTF8.GetString(content), missing!.Code), Is.EqualTo(("APP_ENV=local\n", "NoSuchKey")));
    }

    private async Task WriteAsync(string name, string content)
    {
        var path = Path.Combine(_seed, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content);
    }
}

using System.Xml.Linq;
using Slipway.LocalAws.Tests.Testing;
using static Slipway.LocalAws.Tests.S3.S3Requests;

namespace Slipway.LocalAws.Tests.S3;

/// <summary>Versions of objects, as https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html has them.</summary>
public sealed class VersionsTests
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
    public async Task A_bucket_with_versioning_keeps_what_is_put_over_or_deleted()
    {
        await PutAsync("before");
        await TurnAsync("Enabled");
        var first = await PutAsync("first");
        await PutAsync("second");
        var marker = await DeleteAsync("/shop/a");

        var gone = await SendAsync(_server, "GET", "/shop/a");
        var kept = await SendAsync(_server, "GET", $"/shop/a?versionId={first}");
        var ofMarker = await SendAsync(_server, "GET", $"/shop/a?versionId={marker.Version}");
        var bucket = await SendAsync(_server, "DELETE", "/shop");

        Assert.That(await ListAsync(), Is.EqualTo("a DeleteMarker latest, a Version, a Version, a Version null"));
        Assert.That((gone.Status, Element(gone.Body, "Code"), kept.Body, marker.IsMarker), Is.EqualTo((404, "NoSuchKey", "first", "true")));
        Assert.That((ofMarker.Status, Element(ofMarker.Body, "Code")), Is.EqualTo((405, "MethodNotAllowed")));
        Assert.That(Element(bucket.Body, "Message"), Is.EqualTo("The bucket you tried to delete is not empty. You must delete all versions in the bucket."));
    }

    [Test]
    public async Task The_version_below_a_deleted_one_is_the_object_again()
    {
        await TurnAsync("Enabled");
        await PutAsync("first");
        var second = await PutAsync("second");
        var marker = await DeleteAsync("/shop/a");

        await DeleteAsync($"/shop/a?versionId={marker.Version}");
        var afterMarker = (await SendAsync(_server, "GET", "/shop/a")).Body;
        await DeleteAsync($"/shop/a?versionId={second}");
        var afterSecond = (await SendAsync(_server, "GET", "/shop/a")).Body;

        Assert.That((afterMarker, afterSecond, await ListAsync()), Is.EqualTo(("second", "first", "a Version latest")));
        Assert.That(Directory.GetFiles(Path.Combine(_server.Options.StateDirectory, "s3", "shop", "objects")), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task While_versioning_is_suspended_the_version_without_an_id_is_replaced()
    {
        await TurnAsync("Enabled");
        await PutAsync("first");
        await TurnAsync("Suspended");
        await PutAsync("second");
        await PutAsync("third");
        var before = await ListAsync();
        await DeleteAsync("/shop/a");

        Assert.That((before, await ListAsync()), Is.EqualTo(("a Version null latest, a Version", "a DeleteMarker null latest, a Version")));
    }

    [Test]
    public async Task All_versions_are_listed_on_pages_and_deleted_in_one_call()
    {
        await TurnAsync("Enabled");
        foreach (var content in new[] { "1", "2", "3" })
            await PutAsync(content);

        var first = XElement.Parse((await SendAsync(_server, "GET", "/shop?versions&max-keys=2")).Body);
        var marker = $"key-marker={Of(first, "NextKeyMarker")}&version-id-marker={Of(first, "NextVersionIdMarker")}";
        var second = XElement.Parse((await SendAsync(_server, "GET", $"/shop?versions&max-keys=2&{marker}")).Body);
        var ids = Ids(first).Concat(Ids(second)).ToList();
        var deleted = await SendAsync(_server, "POST", "/shop?delete", new StringContent($"<Delete>{string.Concat(ids.Select(id => $"<Object><Key>a</Key><VersionId>{id}</VersionId></Object>"))}</Delete>"));

        Assert.That((ids.Distinct().Count(), Of(second, "IsTruncated"), await ListAsync()), Is.EqualTo((3, "false", "")));
        Assert.That(Ids(XElement.Parse(deleted.Body)), Is.EqualTo(ids));
        Assert.That((await SendAsync(_server, "DELETE", "/shop")).Status, Is.EqualTo(204));
    }

    private static IEnumerable<string> Ids(XElement answer) => answer.Descendants().Where(element => element.Name.LocalName == "VersionId").Select(element => element.Value);

    private static string Of(XElement answer, string name) => answer.Elements().Single(element => element.Name.LocalName == name).Value;

    private async Task TurnAsync(string status) =>
        await SendAsync(_server, "PUT", "/shop?versioning", new StringContent($"<VersioningConfiguration><Status>{status}</Status></VersioningConfiguration>"));

    /// <returns>The id of the version; null where the answer has none.</returns>
    private async Task<string?> PutAsync(string content)
    {
        using var request = Request(HttpMethod.Put, _server, "/shop/a", new StringContent(content));
        using var response = await _server.Client.SendAsync(request);
        return Header(response, "x-amz-version-id");
    }

    private async Task<(string? Version, string? IsMarker)> DeleteAsync(string target)
    {
        using var request = Request(HttpMethod.Delete, _server, target);
        using var response = await _server.Client.SendAsync(request);
        return (Header(response, "x-amz-version-id"), Header(response, "x-amz-delete-marker"));
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    /// <summary>Keys with what they have, without the ids, which are random.</summary>
    private async Task<string> ListAsync()
    {
        var answer = XElement.Parse((await SendAsync(_server, "GET", "/shop?versions")).Body);
        return string.Join(", ", answer.Elements().Where(element => element.Name.LocalName is "Version" or "DeleteMarker").Select(version =>
            $"{Of(version, "Key")} {version.Name.LocalName}{(Of(version, "VersionId") == "null" ? " null" : "")}{(Of(version, "IsLatest") == "true" ? " latest" : "")}"));
    }
}

using System.Net;
using Slipway.LocalAws.Tests.Testing;
using static Slipway.LocalAws.Tests.S3.S3Requests;

namespace Slipway.LocalAws.Tests.S3;

/// <summary>Writes with conditions, as locks are made of them.</summary>
public sealed class ConditionalWriteTests
{
    private const int Writers = 50;
    private const string ETag = "\"9a0364b9e99bb480dd25e1f0284c8555\"";

    private LocalAwsServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await LocalAwsServer.StartAsync();
        await SendAsync(_server, "PUT", "/locks");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Of_many_writers_that_want_to_be_the_first_one_wins()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => PutAsync("/locks/first", $"writer {writer}", "If-None-Match", "*")));
        var stored = await SendAsync(_server, "GET", "/locks/first");

        var winner = Array.FindIndex(answers, answer => answer.Status == 200);
        Assert.That(answers.GroupBy(answer => answer.Status).Select(group => (group.Key, group.Count())).Order(), Is.EqualTo(new[] { (200, 1), (412, Writers - 1) }));
        Assert.That(stored.Body, Is.EqualTo($"writer {winner}"));
        Assert.That(Element(answers.First(answer => answer.Status == 412).Body, "Code"), Is.EqualTo("PreconditionFailed"));
    }

    [Test]
    public async Task Of_many_writers_that_replace_the_same_version_one_wins()
    {
        await SendAsync(_server, "PUT", "/locks/version", new StringContent("content"));

        var answers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => PutAsync("/locks/version", $"writer {writer}", "If-Match", ETag)));

        Assert.That(answers.GroupBy(answer => answer.Status).Select(group => (group.Key, group.Count())).Order(), Is.EqualTo(new[] { (200, 1), (412, Writers - 1) }));
    }

    [Test]
    public async Task Of_many_that_delete_the_same_version_one_does()
    {
        await SendAsync(_server, "PUT", "/locks/deleted", new StringContent("content"));

        var answers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => DeleteAsync("/locks/deleted", ETag)));

        Assert.That(answers.GroupBy(answer => answer.Status).Select(group => (group.Key, group.Count())).Order(), Is.EqualTo(new[] { (204, 1), (404, Writers - 1) }));
    }

    [TestCase("\"none\"", 412)]
    [TestCase(ETag, 204)]
    [TestCase("*", 204)]
    public async Task An_object_is_deleted_when_it_is_the_expected_one(string match, int status)
    {
        await SendAsync(_server, "PUT", "/locks/expected", new StringContent("content"));

        var deleted = await DeleteAsync("/locks/expected", match);
        var left = await SendAsync(_server, "HEAD", "/locks/expected");

        Assert.That((deleted.Status, left.Status), Is.EqualTo((status, status == 204 ? 404 : 200)));
    }

    [Test]
    public async Task What_is_to_be_replaced_has_to_be_there()
    {
        var answer = await PutAsync("/locks/none", "content", "If-Match", ETag);

        Assert.That((answer.Status, Element(answer.Body, "Code")), Is.EqualTo((404, "NoSuchKey")));
    }

    [Test]
    public async Task A_put_takes_no_other_If_None_Match_than_the_star()
    {
        var answer = await PutAsync("/locks/star", "content", "If-None-Match", ETag);

        Assert.That((answer.Status, Element(answer.Body, "Code")), Is.EqualTo((501, "NotImplemented")));
    }

    [Test]
    public async Task A_conditional_write_whose_object_is_deleted_meanwhile_is_a_conflict()
    {
        using var body = new HeldContent("other");
        var writing = PutAsync("/locks/conflict", body, "If-None-Match", "*");
        await body.Begun;

        // The first byte was sent; when the server has seen it is not known, so there is more than one deletion.
        for (var number = 0; number < 20; number++)
        {
            await SendAsync(_server, "PUT", "/locks/conflict", new StringContent("content"));
            await SendAsync(_server, "DELETE", "/locks/conflict");
        }

        body.Release();
        var answer = await writing;

        Assert.That((answer.Status, Element(answer.Body, "Code")), Is.EqualTo((409, "ConditionalRequestConflict")));
    }

    private Task<(int Status, string Body)> PutAsync(string target, string content, string header, string value) => PutAsync(target, new StringContent(content), header, value);

    private Task<(int Status, string Body)> PutAsync(string target, HttpContent content, string header, string value)
    {
        var request = Request(HttpMethod.Put, _server, target, content);
        request.Headers.TryAddWithoutValidation(header, value);
        return SendAsync(_server, request);
    }

    private Task<(int Status, string Body)> DeleteAsync(string target, string match)
    {
        var request = Request(HttpMethod.Delete, _server, target);
        request.Headers.TryAddWithoutValidation("If-Match", match);
        return SendAsync(_server, request);
    }

    /// <summary>A body whose second half is sent when the test says so.</summary>
    private sealed class HeldContent(string text) : HttpContent
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public void Release() => _released.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(text);
            await stream.WriteAsync(bytes.AsMemory(0, 1));
            await stream.FlushAsync();
            _begun.SetResult();
            await _released.Task;
            await stream.WriteAsync(bytes.AsMemory(1));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = text.Length;
            return true;
        }
    }
}


using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Kernel.Activity;

public sealed class LiveLogTests
{
    private static readonly Uri Log = new("/_slipway/log", UriKind.Relative);

    [Test]
    public async Task What_LocalAws_is_asked_about_itself_is_no_line_of_it()
    {
        await using var server = await LocalAwsServer.StartAsync();

        await server.Client.GetStringAsync(new Uri("/_slipway/health", UriKind.Relative));
        using (var page = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Accept", "text/html" } } })
            (await server.Client.SendAsync(page)).Dispose();
        var log = await server.Client.GetStringAsync(Log);

        Assert.That(log, Is.Empty);
    }

    [Test]
    public async Task A_terminal_is_not_steered_by_what_a_client_sends()
    {
        await using var server = await LocalAwsServer.StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Post, "/");
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["Action"] = "\u009b2J\r\n12:00:00 forged" });
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-2/sts/aws4_request, SignedHeaders=host, Signature=0");
        (await server.Client.SendAsync(request)).Dispose();
        var log = await server.Client.GetStringAsync(Log);

        Assert.That(log[10..], Is.EqualTo(
            "sts              2J  12:00:00 forged  refused: InvalidAction: LocalAws does not emulate STS  2J  12:00:00 forged; run this against AWS, or leave it out with --env=local.\n"));
    }

    [Test]
    public async Task Whoever_follows_gets_the_newest_lines_then_each_as_it_comes_and_the_end_when_LocalAws_ends()
    {
        await using var server = await LocalAwsServer.StartAsync();
        var aws = new AwsCommand(server.Client.BaseAddress!);
        await aws.SucceedAsync("sts", "get-caller-identity");

        using var response = await server.Client.GetAsync(new Uri("/_slipway/log?follow=1", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var before = await lines.ReadLineAsync();
        await aws.SucceedAsync("s3", "mb", "s3://followed");
        var after = await lines.ReadLineAsync();
        await server.Application.StopAsync();
        var end = await lines.ReadLineAsync();

        Assert.That(before?[10..], Does.Match("^sts             GetCallerIdentity  200, \\d+ ms$"));
        Assert.That(after?[10..], Does.Match("^s3              PUT /followed  200, \\d+ ms$"));
        Assert.That(end, Is.Null);
    }
}

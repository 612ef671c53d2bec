using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Kernel.Callers;
using Slipway.LocalAws.Sts;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Kernel.Callers;

/// <summary>Where the system does not tell whose a connection is.</summary>
public sealed partial class CallerRulesTests
{
    private const string Html = "text/html";

    private LocalAwsServer _server = null!;

    private string Key => File.ReadAllText(CallerKey.PathIn(_server.Options.StateDirectory));

    [SetUp]
    public async Task StartAsync() => _server = await LocalAwsServer.StartAsync(options => options with { KnowsUsers = false });

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Who_does_not_show_the_key_is_told_where_it_is()
    {
        var refused = await _server.Client.RefusedAsync("AmazonSSM.DescribeParameters", "{}");

        Assert.That(refused, Is.EqualTo(
            "403 AccessDeniedException: LocalAws answers the user who started it, and this call is from nobody that it knows. "
            + $"Start one of your own, or set AWS_SESSION_TOKEN to what is in {CallerKey.PathIn(_server.Options.StateDirectory)}."));
    }

    [TestCase("GET", "/", "s3", null, "<Code>AccessDenied</Code>")]
    [TestCase("POST", "/", "sts", "Action=GetCallerIdentity&Version=2011-06-15", "<Code>AccessDenied</Code>")]
    [TestCase("POST", "/_slipway/down", null, null, "\"__type\":\"AccessDeniedException\"")]
    [TestCase("GET", "/_slipway/health", null, null, "\"__type\":\"AccessDeniedException\"")]
    [TestCase("GET", "/_slipway/log", null, null, "\"__type\":\"AccessDeniedException\"")]
    [TestCase("GET", "/_slipway/page?key=guessed", null, null, "LocalAws answers the user who started it")]
    public async Task Each_protocol_refuses_in_its_own_shape(string method, string target, string? service, string? form, string expected)
    {
        using var request = new HttpRequestMessage(new(method), target);
        if (service is not null)
            request.Signed(service);
        if (form is not null)
            request.Content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded");

        using var response = await _server.Client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(expected));
    }

    [TestCase("/_slipway/health", "X-Slipway-Key", null)]
    [TestCase("/", "X-Amz-Security-Token", "s3")]
    public async Task The_key_is_the_owners_in_a_header(string path, string header, string? service)
    {
        var right = await AskAsync(path, header, Key, service);
        var wrong = await AskAsync(path, header, new string('0', Key.Length), service);

        Assert.That((right, wrong), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Forbidden)));
    }

    [Test]
    public async Task The_key_is_the_owners_in_a_presigned_URL()
    {
        using var response = await _server.Client.GetAsync(new Uri(
            $"/?X-Amz-Credential=local%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date={DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}&X-Amz-Expires=60&X-Amz-Signature=0&X-Amz-Security-Token={Key}", UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task The_aws_command_line_has_it_as_its_session_token()
    {
        var start = await new AwsCommand(_server.Client.BaseAddress!).StartInfoAsync("aws", ["sts", "get-caller-identity", "--query", "Account", "--output", "text"]);
        start.Environment["AWS_SESSION_TOKEN"] = Key;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();

        var output = await process.StandardOutput.ReadToEndAsync();

        Assert.That((output.Trim(), await error), Is.EqualTo(("000000000000", "")));
    }

    [Test]
    public void The_key_is_the_same_after_a_restart_and_for_its_owner_only()
    {
        var again = CallerKey.In(_server.Options.StateDirectory);

        Assert.That((again.Value, $"{again}"), Is.EqualTo((Key, "[REDACTED]")));
        Assert.That(Key, Does.Match("^[0-9a-f]{64}$"));
        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(CallerKey.PathIn(_server.Options.StateDirectory)), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task Credentials_that_LocalAws_gave_out_are_good_for_what_a_task_may_do()
    {
        var (_, given) = await _server.Application.Services.GetRequiredService<RoleSessions>()
            .BeginAsync("arn:aws:iam::000000000000:role/shop", "task-1", TimeSpan.FromHours(1), CancellationToken.None);

        var objects = await AskAsync("/", CallerKey.TokenName, given.Token, "s3", given.AccessKeyId);
        var balancers = await AskAsync("/", CallerKey.TokenName, given.Token, "elasticloadbalancing", given.AccessKeyId);
        var control = await AskAsync("/_slipway/health", CallerKey.TokenName, given.Token, "s3", given.AccessKeyId);
        var forged = await AskAsync("/", CallerKey.TokenName, "forged", "s3", given.AccessKeyId);

        Assert.That((objects, balancers, control, forged), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)));
    }

    [Test]
    public async Task The_agent_answers_whoever_knows_its_paths()
    {
        using var response = await _server.Client.GetAsync(new Uri("/v2/credentials/unknown", UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    /// <summary>The client keeps cookies and follows redirections, as a browser does.</summary>
    [Test]
    public async Task A_browser_that_opens_the_file_for_it_sees_the_page_and_the_log_and_nothing_else()
    {
        var file = await File.ReadAllTextAsync(Path.Combine(_server.Options.StateDirectory, "page.html"));
        var url = new Uri(EntryPattern().Match(file).Groups["url"].Value);
        var before = await AskAsync("/", "Accept", Html);
        var entered = await AskAsync($"{url}", "Accept", Html);
        var page = await AskAsync("/", "Accept", Html);
        var log = await AskAsync("/_slipway/log", "Accept", Html);
        var health = await AskAsync("/_slipway/health", "Accept", Html);
        var objects = await AskAsync("/", "Accept", Html, "s3");

        Assert.That(
            (before, entered, page, log, health, objects),
            Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)));
    }

    [GeneratedRegex("url=(?<url>http://127\\.0\\.0\\.1:\\d+/_slipway/page\\?key=[0-9a-f]{64})\">")]
    private static partial Regex EntryPattern();

    private async Task<HttpStatusCode> AskAsync(string path, string header, string value, string? service = null, string accessKey = Signatures.Key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header, value);
        if (service is not null)
            request.Signed(service, accessKey);
        using var response = await _server.Client.SendAsync(request);
        return response.StatusCode;
    }
}

using System.Diagnostics;
using System.Globalization;
using Slipway.LocalAws.Kernel.Callers;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Kernel.Callers;

/// <summary>A process of another user on this machine, which only root can start.</summary>
[Platform("Linux", Reason = "Elsewhere the system does not tell whose a connection is.")]
public sealed class OtherUserTests
{
    private const string Other = "54321";
    private const string Signature = "Authorization: AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/SERVICE/aws4_request, SignedHeaders=host, Signature=0";
    private const string Register = """{"family": "steal", "containerDefinitions": [{"name": "a", "image": "debian", "memory": 16}], "volumes": [{"name": "all", "host": {"sourcePath": "/"}}]}""";

    /// <summary>Sends the second argument to the port that is the first, and prints the answer.</summary>
    private const string Ask = "exec 3<>/dev/tcp/127.0.0.1/$1; printf '%s' \"$2\" >&3; cat <&3";

    /// <summary>Sends it again and again, and is gone before the answer.</summary>
    private const string AskAndLeave = "for i in {1..50}; do exec 3<>/dev/tcp/127.0.0.1/$1; printf '%s' \"$2\" >&3; exec 3>&-; done";

    private LocalAwsServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        if (ProcessUser.Id != 0)
            Assert.Ignore("Only root starts a process as another user, so whether such a one is refused was not tried. Run the tests as root.");
        _server = await LocalAwsServer.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [TestCase("POST /", "ecs", "X-Amz-Target: AmazonEC2ContainerServiceV20141113.RegisterTaskDefinition", Register, "\"__type\":\"AccessDeniedException\"")]
    [TestCase("GET /", "s3", "Accept: */*", "", "<Code>AccessDenied</Code>")]
    [TestCase("POST /", "sts", "Content-Type: application/x-www-form-urlencoded", "Action=GetCallerIdentity&Version=2011-06-15", "<Code>AccessDenied</Code>")]
    [TestCase("GET /_slipway/health", null, "Accept: */*", "", "\"__type\":\"AccessDeniedException\"")]
    [TestCase("GET /", null, "Accept: text/html", "", "LocalAws answers the user who started it")]
    public async Task Another_user_is_refused_where_the_owner_is_answered(string line, string? service, string header, string body, string refusal)
    {
        var request = Request(line, service, header, body);

        var refused = await RunAsync("setpriv", "--reuid", Other, "--regid", Other, "--clear-groups", "bash", "-c", Ask, "bash", Port, request);
        var answered = await RunAsync("bash", "-c", Ask, "bash", Port, request);

        Assert.That(refused, Does.StartWith("HTTP/1.1 403 ").And.Contain(refusal).And.Contain($"this call is from user {Other}."));
        Assert.That(answered, Does.StartWith("HTTP/1.1 200 "));
    }

    [Test]
    public async Task Another_user_who_does_not_wait_for_the_answer_has_not_been_taken_for_root()
    {
        await RunAsync("setpriv", "--reuid", Other, "--regid", Other, "--clear-groups", "bash", "-c", AskAndLeave, "bash", Port, Request("PUT /stolen", "s3", "Accept: */*", ""));

        var buckets = await RunAsync("bash", "-c", Ask, "bash", Port, Request("GET /", "s3", "Accept: */*", ""));

        Assert.That(buckets, Does.Contain("<ListAllMyBucketsResult").And.Not.Contain("stolen"));
    }

    private string Port => _server.Client.BaseAddress!.Port.ToString(CultureInfo.InvariantCulture);

    private static string Request(string line, string? service, string header, string body)
    {
        string[] signature = service is null ? [] : [Signature.Replace("SERVICE", service, StringComparison.Ordinal)];
        string[] lines = [$"{line} HTTP/1.1", "Host: localhost", "Connection: close", $"Content-Length: {body.Length}", header, .. signature, "", body];
        return string.Join("\r\n", lines);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = "/", UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That((process.ExitCode, error), Is.EqualTo((0, "")));
        return await output;
    }
}

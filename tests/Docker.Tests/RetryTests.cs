using Slipway.Testing;

namespace Slipway.Docker.Tests;

public sealed class RetryTests
{
    // Fails with a message until it was called a number of times.
    private const string FailsTwice = "echo x >> \"$HERE/calls\"; [ $(wc -l < \"$HERE/calls\") -gt 2 ] && { echo done; exit 0; }; ";

    [TestCase("Error response from daemon: toomanyrequests: You have reached your pull rate limit.")]
    [TestCase("received unexpected HTTP status: 503 Service Unavailable")]
    [TestCase("unexpected status from HEAD request to https://r/v2/x: 502 Bad Gateway")]
    [TestCase("Error response from daemon: Get \"https://r/v2/\": net/http: TLS handshake timeout")]
    [TestCase("read tcp 10.0.0.1:1->10.0.0.2:443: read: connection reset by peer")]
    [TestCase("error pulling image configuration: unexpected EOF")]
    public async Task A_pull_that_a_busy_or_broken_registry_refused_is_tried_again_and_says_so(string error)
    {
        using var docker = new FakeDocker(FailsTwice + $"cat >&2 <<'END'\n{error}\nEND\nexit 1");
        var time = new ManualTimeProvider();
        var progress = new List<string>();
        var cli = docker.Cli(new() { Time = time, Progress = progress.Add });

        await time.RunAsync(AsResult(cli.PullAsync("r/x:1", CancellationToken.None)), TimeSpan.FromMinutes(1));

        Assert.Multiple(() =>
        {
            Assert.That(docker.Read("calls"), Is.EqualTo("x\nx\nx\n"));
            Assert.That(time.Waits.Select(wait => Math.Round(wait.TotalSeconds / 2)), Is.EqualTo(new[] { 1, 2 }).Within(1));
            Assert.That(progress, Has.Count.EqualTo(2));
            Assert.That(progress[0], Does.Match($@"^Pull of r/x:1: {System.Text.RegularExpressions.Regex.Escape(error)}; trying again in [23] s \(attempt 2 of 5\)\.$"));
        });
    }

    [TestCase("denied: requested access to the resource is denied")]
    [TestCase("manifest for r/x:1 not found: manifest unknown")]
    [TestCase("dial tcp 127.0.0.1:5000: connect: connection refused")]
    public async Task A_refusal_is_not_tried_again(string error)
    {
        using var docker = new FakeDocker($"echo x >> \"$HERE/calls\"; echo '{error}' >&2; exit 1");

        await Failure.OfAsync<ToolException>(() => docker.Cli().PushAsync("r/x:1", CancellationToken.None));

        Assert.That(docker.Read("calls"), Is.EqualTo("x\n"));
    }

    [Test]
    public async Task After_five_attempts_the_last_error_is_thrown()
    {
        using var docker = new FakeDocker("echo x >> \"$HERE/calls\"; echo '429 Too Many Requests' >&2; exit 1");
        var time = new ManualTimeProvider();
        var cli = docker.Cli(new() { Time = time });

        await Failure.OfAsync<ToolException>(() => time.RunAsync(cli.PushAsync("r/x:1", CancellationToken.None), TimeSpan.FromMinutes(1)));

        Assert.That(docker.Read("calls"), Is.EqualTo("x\nx\nx\nx\nx\n"));
    }

    [Test]
    public async Task A_push_gives_the_digest_that_the_registry_has()
    {
        using var docker = new FakeDocker($"echo 'The push refers to repository [r/x]'; echo '1: digest: sha256:{new string('a', 64)} size: 528'");

        var digest = await docker.Cli().PushAsync("r/x:1", CancellationToken.None);

        Assert.That(digest, Is.EqualTo($"sha256:{new string('a', 64)}"));
    }

    private static async Task<bool> AsResult(Task work)
    {
        await work;
        return true;
    }
}

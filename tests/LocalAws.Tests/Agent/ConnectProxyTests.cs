using Microsoft.Extensions.Logging.Abstractions;
using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.Agent.ServiceConnect;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Agent;

/// <summary>What the proxy of Service Connect is told, and when.</summary>
public sealed class ConnectProxyTests
{
    private static readonly ConnectListener Http = new("169.254.171.1", 80, IsHttp: true, 300, 15, [new("one", "10.0.0.1", 8080)]);
    private static readonly ConnectListener Tcp = new("169.254.171.2", 3306, IsHttp: false, 0, 0, []);

    private readonly ManualTimeProvider _time = new();

    [Test]
    public async Task The_proxy_gets_a_configuration_and_the_same_as_commands()
    {
        var proxy = Proxy();
        proxy.Serve([Http, Tcp]);

        var wanted = (await proxy.NextAsync("", CancellationToken.None))!;

        var lines = wanted.Text.Split('\n');
        Assert.That(lines[0], Is.EqualTo($"{wanted.Tag} {wanted.Layout}"));
        Assert.That(lines.SkipWhile(line => !line.StartsWith("listen", StringComparison.Ordinal)).TakeWhile(line => line != "# commands").Where(line => !line.Contains("127.0.0.1:1 disabled", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "listen connect-169.254.171.1-80", "    bind 169.254.171.1:80", "    mode http", "    timeout client 300s", "    timeout http-keep-alive 300s", "    timeout server 15s", "    timeout tunnel 300s",
            "    filter lua.complete", "    http-request set-var(txn.complete) int(15)",
            "    server t0 10.0.0.1:8080", "",
            "listen connect-169.254.171.2-3306", "    bind 169.254.171.2:3306", "    mode tcp", "    timeout client 24d", "    timeout server 24d", "",
        }));
        var commands = lines.SkipWhile(line => line != "# commands").Skip(1).ToList();
        Assert.That(commands[0], Does.StartWith("set server connect-169.254.171.1-80/t0 addr 10.0.0.1 port 8080; set server connect-169.254.171.1-80/t0 state ready; set server connect-169.254.171.1-80/t1 state maint; "));
        Assert.That(commands[1], Does.StartWith("set server connect-169.254.171.2-3306/t0 state maint; ").And.EndWith("/t31 state maint"));
    }

    [TestCase(300, 15, "15s", "    http-request set-var(txn.complete) int(15)")]
    [TestCase(5, 15, "5s", "    http-request set-var(txn.complete) int(15)")]
    [TestCase(300, 0, "300s", null)]
    [TestCase(0, 15, "15s", "    http-request set-var(txn.complete) int(15)")]
    [TestCase(0, 0, "24d", null)]
    public async Task The_shorter_of_two_timeouts_ends_the_silence_of_a_task(int idle, int request, string silence, string? complete)
    {
        var proxy = Proxy();
        proxy.Serve([Http with { IdleTimeout = idle, RequestTimeout = request }]);

        var lines = (await proxy.NextAsync("", CancellationToken.None))!.Text.Split('\n');

        Assert.That(lines, Has.One.EqualTo($"    timeout server {silence}"));
        Assert.That(lines.FirstOrDefault(line => line.Contains("txn.complete", StringComparison.Ordinal)), Is.EqualTo(complete));
    }

    [Test]
    public async Task Other_tasks_are_no_other_layout_and_each_keeps_its_place()
    {
        var proxy = Proxy();
        proxy.Serve([Http with { Targets = [new("one", "10.0.0.1", 8080), new("two", "10.0.0.2", 8080)] }]);
        var first = (await proxy.NextAsync("", CancellationToken.None))!;

        proxy.Serve([Http with { Targets = [new("two", "10.0.0.2", 8080)] }]);
        var second = (await proxy.NextAsync(first.Tag, CancellationToken.None))!;
        proxy.Serve([Http with { Targets = [new("two", "10.0.0.2", 8080), new("three", "10.0.0.3", 8080)] }]);
        var third = (await proxy.NextAsync(second.Tag, CancellationToken.None))!;
        proxy.Serve([Http, Tcp]);
        var fourth = (await proxy.NextAsync(third.Tag, CancellationToken.None))!;

        Assert.That(new[] { first, second, third }.Select(Servers), Is.EqualTo(new[] { "t0 10.0.0.1:8080, t1 10.0.0.2:8080", "t1 10.0.0.2:8080", "t0 10.0.0.3:8080, t1 10.0.0.2:8080" }));
        Assert.That((second.Layout == first.Layout, third.Layout == first.Layout, fourth.Layout == first.Layout), Is.EqualTo((true, true, false)));
    }

    [Test]
    public async Task A_question_waits_for_something_new()
    {
        var proxy = Proxy();
        var question = proxy.NextAsync("of the process before", CancellationToken.None);
        var before = question.IsCompleted;
        proxy.Serve([Http]);
        var wanted = await question;

        var silence = proxy.NextAsync(wanted!.Tag, CancellationToken.None);
        proxy.Serve([Http]);
        _time.Advance(TimeSpan.FromSeconds(31));

        Assert.That((before, await silence), Is.EqualTo((false, (ProxyConfiguration?)null)));
        proxy.Serve([]);
        Assert.That((await proxy.NextAsync(wanted.Tag, CancellationToken.None))!.Text, Is.Empty);
    }

    [Test]
    public async Task What_was_said_is_applied_when_the_proxy_says_so()
    {
        var proxy = Proxy();
        await proxy.AppliedAsync(CancellationToken.None);
        proxy.Serve([Http]);
        var applied = proxy.AppliedAsync(CancellationToken.None);
        var wanted = (await proxy.NextAsync("", CancellationToken.None))!;
        var before = applied.IsCompleted;
        var next = proxy.NextAsync(wanted.Tag, CancellationToken.None);
        await applied;

        proxy.Forget();
        var forgotten = proxy.AppliedAsync(CancellationToken.None);
        var after = forgotten.IsCompleted;
        _time.Advance(TimeSpan.FromSeconds(16));
        await forgotten;

        Assert.That((before, after, await next), Is.EqualTo((false, false, (ProxyConfiguration?)null)));
    }

    [Test]
    public async Task A_proxy_that_was_replaced_ends_its_last_connections_after_an_hour()
    {
        var proxy = Proxy();
        proxy.Serve([Tcp]);

        var lines = (await proxy.NextAsync("", CancellationToken.None))!.Text.Split('\n');

        Assert.That(lines.SkipWhile(line => line != "global").TakeWhile(line => line != "defaults"), Has.One.EqualTo("    hard-stop-after 1h"));
    }

    private ConnectProxy Proxy() => new(_time, NullLogger<ConnectProxy>.Instance);

    private static string Servers(ProxyConfiguration wanted) => string.Join(", ", wanted.Text.Split('\n')
        .Where(line => line.StartsWith("    server t", StringComparison.Ordinal) && !line.EndsWith(" disabled", StringComparison.Ordinal)).Select(line => line["    server ".Length..]));
}

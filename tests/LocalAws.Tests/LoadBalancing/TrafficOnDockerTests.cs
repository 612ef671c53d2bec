using System.Net;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.Tests.LoadBalancing.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.LoadBalancing;

/// <summary>Requests through real listeners to real containers.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class TrafficOnDockerTests
{
    private const int Clients = 16;

    private static readonly CancellationToken None = CancellationToken.None;

    [Test]
    public async Task Requests_go_to_the_targets_in_turn_with_the_headers_of_a_load_balancer()
    {
        await using var elb = await ElbServer.StartAsync();
        var (group, port) = await ShopAsync(elb);
        var address = new Uri($"http://127.0.0.1:{port}/");
        using var client = new HttpClient();

        var nobody = await client.GetAsync(address);
        var targets = new[] { await elb.RunAsync("a"), await elb.RunAsync("b") };
        foreach (var target in targets)
            await elb.TargetGroups.RegisterAsync(group, target, None);
        foreach (var target in targets)
            await elb.HealthAsync(group, target, TargetState.Healthy);
        // HAProxy hears of a target's health a moment after it is shown.
        var answers = await ElbServer.UntilAsync(() => AnswersAsync(client, port, 10), seen => seen.Count(answer => answer == "a") == 5);
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "headers"));
        message.Headers.Add("X-Forwarded-For", "192.0.2.1");
        using var echoed = await client.SendAsync(message);
        var headers = (await echoed.Content.ReadAsStringAsync()).Split("\r\n").Where(line => line.StartsWith("x-forwarded", StringComparison.OrdinalIgnoreCase)).Order();

        Assert.That(nobody.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(answers.Zip(answers.Skip(1)).Where(pair => pair.First == pair.Second), Is.Empty);
        Assert.That(headers, Is.EqualTo(new[] { "x-forwarded-for: 192.0.2.1, 127.0.0.1", $"x-forwarded-port: {port}", "x-forwarded-proto: http" }));
    }

    [Test]
    public async Task An_unhealthy_target_gets_no_requests_unless_all_are()
    {
        await using var elb = await ElbServer.StartAsync();
        var (group, port) = await ShopAsync(elb);
        var (good, bad) = (await elb.RunAsync("good"), await elb.RunAsync("bad"));
        using var client = new HttpClient();
        await Task.WhenAll(elb.ServeAsync(group, good), elb.ServeAsync(group, bad));
        var seen = new List<TargetHealthChange>();
        using var watch = elb.TargetGroups.OnHealthChanged(change =>
        {
            lock (seen)
                seen.Add(change);
        });

        await client.GetStringAsync(new Uri($"http://127.0.0.1:{bad.HostPort}/set/404"));
        var mismatch = await elb.HealthAsync(group, bad, TargetState.Unhealthy);
        var answers = await ElbServer.UntilAsync(() => AnswersAsync(client, port, 6), seen => seen.Distinct().Count() == 1);
        await client.GetStringAsync(new Uri($"http://127.0.0.1:{good.HostPort}/set/0"));
        var timeout = await elb.HealthAsync(group, good, TargetState.Unhealthy);
        var open = await ElbServer.UntilAsync(() => AnswersAsync(client, port, 6), seen => seen.Distinct().Count() == 2);
        await client.GetStringAsync(new Uri($"http://127.0.0.1:{bad.HostPort}/set/200"));
        await elb.HealthAsync(group, bad, TargetState.Healthy);

        Assert.That(mismatch, Is.EqualTo(new TargetHealth(TargetState.Unhealthy, "Target.ResponseCodeMismatch", "Health checks failed with these codes: [404]")));
        Assert.That(answers.Distinct(), Is.EqualTo(new[] { "good" }));
        Assert.That(timeout, Is.EqualTo(new TargetHealth(TargetState.Unhealthy, "Target.Timeout", "Request timed out")));
        Assert.That(open.Distinct().Order(), Is.EqualTo(new[] { "bad", "good" }));
        Assert.That(
            seen.Select(change => $"{(change.Target == good ? "good" : "bad")} {change.Health.State}"),
            Is.EqualTo(new[] { "bad Unhealthy", "good Unhealthy", "bad Healthy" }));
    }

    [Test]
    public async Task A_target_that_nobody_listens_on_fails_its_checks_and_requests_end_with_502()
    {
        await using var elb = await ElbServer.StartAsync();
        var (group, port) = await ShopAsync(elb);
        var target = await elb.RunAsync("a") with { HostPort = FreePort.Next(), ContainerPort = 9 };
        using var client = new HttpClient();

        await elb.TargetGroups.RegisterAsync(group, target, None);
        var health = await elb.HealthAsync(group, target, TargetState.Unhealthy);
        using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/"));

        Assert.That(health, Is.EqualTo(new TargetHealth(TargetState.Unhealthy, "Target.FailedHealthChecks", "Health checks failed")));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
    }

    [Test]
    public async Task Shifting_weights_and_deregistering_under_load_loses_no_request_and_closes_no_connection()
    {
        await using var elb = await ElbServer.StartAsync();
        var port = FreePort.Next();
        var (blue, green) = (await elb.TargetGroupAsync("blue"), await elb.TargetGroupAsync("green"));
        var listener = await elb.ListenerAsync(await elb.LoadBalancerAsync(), port, blue, green);
        var (first, second, next) = (await elb.RunAsync("blue"), await elb.RunAsync("blue"), await elb.RunAsync("green"));
        await Shift(100, 0);
        await Task.WhenAll(elb.ServeAsync(blue, first), elb.ServeAsync(green, next));
        await using var load = new KeepAliveLoad(new($"http://127.0.0.1:{port}/"), Clients);

        await load.GoOnAsync(500);
        var greenAtFirst = load.Answers.GetValueOrDefault("green");
        await elb.ServeAsync(blue, second);
        await elb.TargetGroups.DeregisterAsync(blue, first, None);
        await Shift(50, 50);
        await load.GoOnAsync(1000);
        var greenAtHalf = load.Answers.GetValueOrDefault("green");
        await Shift(0, 100);
        var blueBefore = load.Answers["blue"];
        await load.GoOnAsync(500);
        await elb.Traffic.ShiftAsync(listener, new Dictionary<string, int> { [green] = 1 }, None);
        await elb.TargetGroups.DeregisterAsync(blue, second, None);
        await load.GoOnAsync(500);
        await load.EndAsync();
        await TestContext.Out.WriteLineAsync($"{load.Total} requests: {string.Join(", ", load.Answers)}");

        Assert.That(load.Answers.Keys.Order(), Is.EqualTo(new[] { "blue", "green" }));
        Assert.That(load.Connections, Is.EqualTo(Clients));
        Assert.That(greenAtFirst, Is.Zero);
        Assert.That(greenAtHalf, Is.GreaterThan(300));
        Assert.That(load.Answers["blue"] - blueBefore, Is.LessThanOrEqualTo(Clients), "requests that were under way");
        Assert.That(elb.Traffic.WeightsOf(listener), Is.EqualTo(new Dictionary<string, int> { [green] = 1 }));

        Task Shift(int toBlue, int toGreen) => elb.Traffic.ShiftAsync(listener, new Dictionary<string, int> { [blue] = toBlue, [green] = toGreen }, None);
    }

    [Test]
    public async Task Slow_requests_end_within_the_deregistration_delay_and_are_lost_without_one()
    {
        await using var elb = await ElbServer.StartAsync();
        var (group, port) = await ShopAsync(elb);
        using var client = new HttpClient();
        var answers = new List<string>();

        foreach (var delay in new[] { 8, 0 })
        {
            await elb.CallAsync(
                "ModifyTargetGroupAttributes", ("TargetGroupArn", group),
                ("Attributes.member.1.Key", "deregistration_delay.timeout_seconds"), ("Attributes.member.1.Value", delay));
            var target = await elb.RunAsync("a");
            await elb.ServeAsync(group, target);
            var slow = client.GetAsync(new Uri($"http://127.0.0.1:{port}/slow/5000"));
            await ElbServer.UntilAsync(() => ProxyAdministration.RequestsAsync(elb.InstanceId), count => count > 0);
            var deregistration = elb.TargetGroups.DeregisterAsync(group, target, None);
            if (delay > 0)
                await elb.HealthAsync(group, target, TargetState.Draining);
            await deregistration;
            using var response = await slow;
            answers.Add($"{delay} s: {(int)response.StatusCode}, {elb.TargetGroups.HealthOf(group, target).Reason}");
        }

        Assert.That(answers, Is.EqualTo(new[] { "8 s: 200, Target.NotRegistered", "0 s: 502, Target.NotRegistered" }));
    }

    [Test]
    public async Task A_second_listener_does_not_disturb_the_first()
    {
        await using var elb = await ElbServer.StartAsync();
        var (group, port) = await ShopAsync(elb);
        var target = await elb.RunAsync("a");
        await elb.ServeAsync(group, target);
        var balancer = elb.TargetGroups.Find(group)!.LoadBalancerArns[0];
        await using var load = new KeepAliveLoad(new($"http://127.0.0.1:{port}/"), 4);
        var test = FreePort.Next();

        await load.GoOnAsync(100);
        var listener = await elb.ListenerAsync(balancer, test, group);
        using var client = new HttpClient();
        var answer = await client.GetStringAsync(new Uri($"http://127.0.0.1:{test}/"));
        await elb.CallAsync("DeleteListener", ("ListenerArn", listener));
        await load.GoOnAsync(100);
        await load.EndAsync();

        Assert.That(answer, Is.EqualTo("a"));
        Assert.That((string.Join(' ', load.Answers.Keys), load.Connections), Is.EqualTo(("a", 4)));
    }

    private static async Task<(string TargetGroup, int Port)> ShopAsync(ElbServer elb)
    {
        var (group, port) = (await elb.TargetGroupAsync("web"), FreePort.Next());
        await elb.ListenerAsync(await elb.LoadBalancerAsync(), port, group);
        return (group, port);
    }

    private static async Task<List<string>> AnswersAsync(HttpClient client, int port, int count)
    {
        var answers = new List<string>();
        for (var request = 0; request < count; request++)
            answers.Add(await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/")));
        return answers;
    }
}

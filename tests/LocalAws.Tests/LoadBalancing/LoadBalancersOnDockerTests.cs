using System.Net;
using System.Net.Sockets;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.Tests.LoadBalancing.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.LoadBalancing;

/// <summary>What becomes of the containers of listeners.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class LoadBalancersOnDockerTests
{
    [Test]
    public async Task A_listener_on_a_port_that_someone_has_is_not_created_and_says_so()
    {
        await using var elb = await ElbServer.StartAsync();
        var port = FreePort.Next();
        using var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();
        var (balancer, other, group) = (await elb.LoadBalancerAsync(), await elb.LoadBalancerAsync("other"), await elb.TargetGroupAsync("web"));

        var (code, message) = await elb.RefusalAsync("CreateListener", Listener(balancer, port));
        var left = await elb.LabelledAsync();
        var none = await elb.CallAsync("DescribeListeners", ("LoadBalancerArn", balancer));
        taken.Stop();
        var listener = await elb.ListenerAsync(balancer, port, group);
        var duplicate = await elb.RefusalAsync("CreateListener", Listener(balancer, port));
        var elsewhere = await elb.RefusalAsync("CreateListener", Listener(other, port));

        Assert.That(code, Is.EqualTo("InvalidConfigurationRequest"));
        Assert.That(message, Does.StartWith($"LocalAws cannot serve the listener on 127.0.0.1:{port}: ").And.Contains("address already in use")
            .And.EndsWith($"Another program has port {port}: end it, or give the listener another port."));
        Assert.That(left, Is.EqualTo(new[] { $"network slipway-{elb.InstanceId}-lb" }));
        Assert.That(none.Element(ElbServer.Xml + "Listeners")!.Elements(), Is.Empty);
        Assert.That(duplicate, Is.EqualTo(("DuplicateListener", $"A listener already exists on this port for this load balancer '{balancer}'")));
        Assert.That(elsewhere, Is.EqualTo(("InvalidConfigurationRequest", $"LocalAws cannot serve the listener on 127.0.0.1:{port}: the listener '{listener}' of another load balancer has this port, and all are on one machine here. Give one of them another port.")));
    }

    [Test]
    public async Task A_container_that_was_removed_or_stopped_comes_again_with_all_that_it_had()
    {
        await using var elb = await ElbServer.StartAsync();
        var (group, port) = (await elb.TargetGroupAsync("web"), FreePort.Next());
        await elb.ListenerAsync(await elb.LoadBalancerAsync(), port, group);
        var target = await elb.RunAsync("a");
        await elb.ServeAsync(group, target);
        var name = $"slipway-local-aws-{elb.InstanceId}-lb-shop-{port}";
        var answers = new List<string>();

        foreach (var end in new[] { new[] { "rm", "--force", name }, ["kill", name] })
        {
            await ElbServer.DockerAsync(end);
            answers.Add(await ElbServer.UntilAsync(() => AnswerAsync(port), answer => answer == "a"));
        }

        Assert.That(answers, Is.EqualTo(new[] { "a", "a" }));
        Assert.That(elb.TargetGroups.HealthOf(group, target), Is.EqualTo(new TargetHealth(TargetState.Healthy)));
    }

    [Test]
    public async Task The_administration_of_a_listener_answers_nobody_but_LocalAws()
    {
        await using var elb = await ElbServer.StartAsync();
        await elb.ListenerAsync(await elb.LoadBalancerAsync(), FreePort.Next(), await elb.TargetGroupAsync("web"));

        var guessed = await ProxyAdministration.AnswerAsync(elb.InstanceId, $"prompt {new string('0', 64)}\nshow version\nquit\n");
        var known = await ProxyAdministration.AskAsync(elb.InstanceId, "show version");

        Assert.That((guessed, known), Is.EqualTo(("", known)));
        Assert.That(known, Does.Match(@"^\d+\.\d+"));
    }

    [Test]
    public async Task A_load_balancer_is_deleted_with_its_listeners()
    {
        await using var elb = await ElbServer.StartAsync();
        var (group, port) = (await elb.TargetGroupAsync("web"), FreePort.Next());
        var balancer = await elb.LoadBalancerAsync();
        await elb.ListenerAsync(balancer, port, group);
        var target = await elb.RunAsync("a");
        await elb.ServeAsync(group, target);

        var inUse = await elb.RefusalAsync("DeleteTargetGroup", ("TargetGroupArn", group));
        await elb.CallAsync("DeleteLoadBalancer", ("LoadBalancerArn", balancer));
        await elb.CallAsync("DeleteLoadBalancer", ("LoadBalancerArn", balancer));
        var health = elb.TargetGroups.HealthOf(group, target);
        using var again = new TcpListener(IPAddress.Loopback, port);
        again.Start();
        await elb.CallAsync("DeleteTargetGroup", ("TargetGroupArn", group));

        Assert.That(inUse, Is.EqualTo(("ResourceInUse", $"Target group '{group}' is currently in use by a listener or a rule")));
        Assert.That(health, Is.EqualTo(new TargetHealth(TargetState.Unused, "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer")));
        Assert.That(elb.TargetGroups.Find(group), Is.Null);
    }

    private static async Task<string> AnswerAsync(int port)
    {
        try
        {
            using var client = new HttpClient();
            return await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"));
        }
        catch (HttpRequestException error)
        {
            return error.Message;
        }
    }

    private static (string, object)[] Listener(string balancer, int port) =>
    [
        ("LoadBalancerArn", balancer), ("Protocol", "HTTP"), ("Port", port), ("DefaultActions.member.1.Type", "fixed-response"),
        ("DefaultActions.member.1.FixedResponseConfig.StatusCode", 200),
    ];
}

using System.Globalization;
using Slipway.LocalAws.Tests.LoadBalancing.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.LoadBalancing;

/// <summary>The process itself: killed while it serves, started again, taken down.</summary>
public sealed class LoadBalancingProcessTests
{
    [Test]
    public async Task Requests_are_served_while_LocalAws_is_dead_and_the_next_process_goes_on_with_health_and_deregistration()
    {
        var state = Directory.CreateTempSubdirectory("elb-process-").FullName;
        var port = FreePort.Next();
        await using var first = await LocalAwsExecutable.StartAsync(state);
        using var docker = new DockerCommand();
        var instance = first.InstanceId;
        var aws = new AwsCommand(first.Endpoint);
        var (stays, goes) = (await PublishAsync(instance), await PublishAsync(instance));
        var group = await ShopAsync(aws, port, stays, goes);
        await aws.SucceedAsync("elbv2", "wait", "target-in-service", "--target-group-arn", group);
        await using var load = new KeepAliveLoad(new($"http://127.0.0.1:{port}/"), 4);
        await load.GoOnAsync(100);
        await aws.SucceedAsync("elbv2", "deregister-targets", "--target-group-arn", group, "--targets", Target(goes));

        await first.SignalAsync("KILL");
        await first.WaitForExitAsync();
        await load.GoOnAsync(100);
        await using var second = await LocalAwsExecutable.StartAsync(state);
        aws = new(second.Endpoint);
        var health = await ElbServer.UntilAsync(
            () => aws.SucceedAsync("elbv2", "describe-target-health", "--target-group-arn", group, "--query", "TargetHealthDescriptions[].[Target.Port,TargetHealth.State]", "--output", "text"),
            text => !text.Contains("draining", StringComparison.Ordinal));
        await load.GoOnAsync(100);
        await load.EndAsync();
        await WebServer.RemoveAllAsync(instance);
        var (answer, exitCode) = await second.DownAsync();

        Assert.That(health, Is.EqualTo($"{stays}\thealthy"));
        Assert.That((string.Join(' ', load.Answers.Keys), load.Connections), Is.EqualTo(("web", 4)));
        Assert.That((answer, exitCode), Is.EqualTo(("{\"removed\":true}", 0)));
        Assert.That(await docker.LabelledAsync(instance), Is.Empty);
    }

    private static async Task<string> ShopAsync(AwsCommand aws, int port, params int[] targets)
    {
        var balancer = await TextAsync("LoadBalancers[0].LoadBalancerArn", "create-load-balancer", "--name", "shop", "--subnets", "a", "b");
        var group = await TextAsync(
            "TargetGroups[0].TargetGroupArn", "create-target-group", "--name", "web", "--protocol", "HTTP", "--port", "80", "--vpc-id", "vpc-1",
            "--health-check-interval-seconds", "5", "--health-check-timeout-seconds", "2", "--healthy-threshold-count", "2");
        await aws.SucceedAsync(
            "elbv2", "modify-target-group-attributes", "--target-group-arn", group, "--attributes", "Key=deregistration_delay.timeout_seconds,Value=8");
        await aws.SucceedAsync(
            "elbv2", "create-listener", "--load-balancer-arn", balancer, "--protocol", "HTTP", "--port", $"{port}", "--default-actions", $"Type=forward,TargetGroupArn={group}");
        await aws.SucceedAsync(["elbv2", "register-targets", "--target-group-arn", group, "--targets", .. targets.Select(Target)]);
        return group;

        Task<string> TextAsync(string query, params string[] arguments) => aws.SucceedAsync(["elbv2", .. arguments, "--query", query, "--output", "text"]);
    }

    private static string Target(int port) => $"Id=i-0123456789abcdef0,Port={port}";

    private static async Task<int> PublishAsync(string instance)
    {
        var id = await ElbServer.DockerAsync(WebServer.RunArguments("web", instance));
        return int.Parse((await ElbServer.DockerAsync("port", id, "8080")).Split(':')[^1], CultureInfo.InvariantCulture);
    }
}

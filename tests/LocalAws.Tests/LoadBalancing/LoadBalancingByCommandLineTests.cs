using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.LoadBalancing.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.LoadBalancing;

/// <summary>The real <c>aws</c> command line drives every operation.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class LoadBalancingByCommandLineTests
{
    [Test]
    public async Task A_load_balancer_is_made_used_and_deleted_with_the_command_line_of_AWS()
    {
        await using var elb = await ElbServer.StartAsync();
        var port = FreePort.Next();
        var hostPort = await PublishAsync(elb);

        var balancer = await TextAsync(elb, "LoadBalancers[0].LoadBalancerArn", "create-load-balancer", "--name", "shop", "--subnets", "subnet-1", "subnet-2", "--security-groups", "sg-1");
        await elb.Aws.SucceedAsync("elbv2", "wait", "load-balancer-available", "--load-balancer-arns", balancer);
        await elb.Aws.SucceedAsync("elbv2", "wait", "load-balancer-exists", "--names", "shop");
        var group = await TextAsync(
            elb, "TargetGroups[0].TargetGroupArn", "create-target-group", "--name", "web", "--protocol", "HTTP", "--port", "80", "--vpc-id", "vpc-1",
            "--health-check-interval-seconds", "5", "--health-check-timeout-seconds", "2", "--healthy-threshold-count", "2");
        await elb.Aws.SucceedAsync("elbv2", "modify-target-group", "--target-group-arn", group, "--health-check-path", "/health", "--matcher", "HttpCode=200-299");
        var listener = await TextAsync(
            elb, "Listeners[0].ListenerArn", "create-listener", "--load-balancer-arn", balancer, "--protocol", "HTTP", "--port", $"{port}",
            "--default-actions", $"Type=forward,TargetGroupArn={group}");
        await elb.Aws.SucceedAsync("elbv2", "register-targets", "--target-group-arn", group, "--targets", $"Id=i-0123456789abcdef0,Port={hostPort}");
        await elb.Aws.SucceedAsync("elbv2", "wait", "target-in-service", "--target-group-arn", group);
        using var client = new HttpClient();
        var dns = await TextAsync(elb, "LoadBalancers[0].[DNSName,State.Code,Type,Scheme,AvailabilityZones[1].SubnetId]", "describe-load-balancers", "--names", "shop");
        var answer = await client.GetStringAsync(new Uri($"http://{dns.Split('\t')[0]}:{port}/"));
        await elb.Aws.SucceedAsync(
            "elbv2", "modify-target-group-attributes", "--target-group-arn", group, "--attributes", "Key=deregistration_delay.timeout_seconds,Value=0");
        await elb.Aws.SucceedAsync("elbv2", "deregister-targets", "--target-group-arn", group, "--targets", $"Id=i-0123456789abcdef0,Port={hostPort}");
        await elb.Aws.SucceedAsync("elbv2", "wait", "target-deregistered", "--target-group-arn", group, "--targets", $"Id=i-0123456789abcdef0,Port={hostPort}");
        await elb.Aws.SucceedAsync("elbv2", "delete-listener", "--listener-arn", listener);
        await elb.Aws.SucceedAsync("elbv2", "delete-load-balancer", "--load-balancer-arn", balancer);
        await elb.Aws.SucceedAsync("elbv2", "wait", "load-balancers-deleted", "--load-balancer-arns", balancer);
        await elb.Aws.SucceedAsync("elbv2", "delete-target-group", "--target-group-arn", group);

        Assert.That(dns, Is.EqualTo("localhost\tactive\tapplication\tinternet-facing\tsubnet-2"));
        Assert.That(answer, Is.EqualTo("by hand"));
    }

    [Test]
    public async Task Listeners_rules_attributes_and_tags_are_shown_as_they_were_set()
    {
        await using var elb = await ElbServer.StartAsync();
        var (balancer, blue, green) = (await elb.LoadBalancerAsync(), await elb.TargetGroupAsync("blue"), await elb.TargetGroupAsync("green"));
        var listener = await elb.ListenerAsync(balancer, FreePort.Next(), blue);
        const string Forward = """[{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": "BLUE", "Weight": 90}, {"TargetGroupArn": "GREEN", "Weight": 10}]}}]""";

        await elb.Aws.SucceedAsync("elbv2", "modify-listener", "--listener-arn", listener, "--default-actions", Forward.Replace("BLUE", blue).Replace("GREEN", green));
        var weights = await TextAsync(elb, "Listeners[0].DefaultActions[0].ForwardConfig.TargetGroups[].Weight", "describe-listeners", "--load-balancer-arn", balancer);
        var rule = await TextAsync(
            elb, "Rules[0].RuleArn", "create-rule", "--listener-arn", listener, "--priority", "5", "--conditions", "Field=path-pattern,Values=/api/*",
            "--actions", $"Type=forward,TargetGroupArn={green}");
        await elb.Aws.SucceedAsync(
            "elbv2", "modify-rule", "--rule-arn", rule, "--conditions", """[{"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "v", "Value": "2"}]}}]""");
        await elb.Aws.SucceedAsync("elbv2", "set-rule-priorities", "--rule-priorities", $"RuleArn={rule},Priority=7");
        var rules = await elb.Aws.SucceedAsync(
            "elbv2", "describe-rules", "--listener-arn", listener, "--query", "Rules[].[Priority,IsDefault,Conditions[0],Actions[0].Type]", "--output", "json");
        var inUse = await elb.Aws.RunAsync(
            "elbv2", "create-rule", "--listener-arn", listener, "--priority", "7", "--conditions", "Field=host-header,Values=a.example", "--actions", $"Type=forward,TargetGroupArn={green}");
        await elb.Aws.SucceedAsync("elbv2", "delete-rule", "--rule-arn", rule);
        await elb.Aws.SucceedAsync("elbv2", "modify-load-balancer-attributes", "--load-balancer-arn", balancer, "--attributes", "Key=idle_timeout.timeout_seconds,Value=30");
        var idle = await TextAsync(elb, "Attributes[?Key=='idle_timeout.timeout_seconds'].Value", "describe-load-balancer-attributes", "--load-balancer-arn", balancer);
        var delay = await TextAsync(elb, "Attributes[?Key=='deregistration_delay.timeout_seconds'].Value", "describe-target-group-attributes", "--target-group-arn", blue);
        await elb.Aws.SucceedAsync("elbv2", "add-tags", "--resource-arns", balancer, listener, "--tags", "Key=team,Value=shop", "Key=env,Value=local");
        await elb.Aws.SucceedAsync("elbv2", "remove-tags", "--resource-arns", listener, "--tag-keys", "env");
        var tags = await TextAsync(elb, "TagDescriptions[].Tags[].Key", "describe-tags", "--resource-arns", balancer, listener);
        var groups = await TextAsync(elb, "TargetGroups[].[TargetGroupName,Protocol,HealthCheckPath,Matcher.HttpCode,TargetType]", "describe-target-groups", "--load-balancer-arn", balancer);

        Assert.That(weights, Is.EqualTo("90\t10"));
        Assert.That(JsonNode.Parse(rules)!.ToJsonString(), Is.EqualTo(
            """[["7",false,{"Field":"query-string","QueryStringConfig":{"Values":[{"Key":"v","Value":"2"}]}},"forward"],["default",true,null,"forward"]]"""));
        Assert.That(inUse.Error, Does.EndWith("An error occurred (PriorityInUse) when calling the CreateRule operation: Priority '7' is currently in use"));
        Assert.That((idle, delay, tags), Is.EqualTo(("30", "1", "env\tteam\tteam")));
        Assert.That(groups.Split('\n'), Is.EqualTo(new[] { "blue\tHTTP\t/health\t200\tinstance", "green\tHTTP\t/health\t200\tinstance" }));
    }

    [Test]
    public async Task A_target_that_no_container_is_behind_is_refused()
    {
        await using var elb = await ElbServer.StartAsync();
        var (group, port) = (await elb.TargetGroupAsync("web"), FreePort.Next());

        var refusal = await elb.Aws.RunAsync("elbv2", "register-targets", "--target-group-arn", group, "--targets", $"Id=i-0,Port={port}");
        var health = await TextAsync(
            elb, "TargetHealthDescriptions[].TargetHealth.[State,Reason,Description]", "describe-target-health", "--target-group-arn", group, "--targets", $"Id=i-0,Port={port}");

        Assert.That(refusal.Error, Does.Contain("(InvalidTarget)").And.Contain("'i-0'").And.Contain($"TCP port {port}"));
        Assert.That(health, Is.EqualTo("unused\tTarget.NotRegistered\tTarget is not registered to the target group"));
    }

    /// <summary>Starts a container that the load balancers do not know yet; the port that it published.</summary>
    private static async Task<string> PublishAsync(ElbServer elb)
    {
        var id = await ElbServer.DockerAsync(WebServer.RunArguments("by hand", elb.InstanceId));
        return (await ElbServer.DockerAsync("port", id, "8080")).Split(':')[^1];
    }

    private static Task<string> TextAsync(ElbServer elb, string query, params string[] arguments) =>
        elb.Aws.SucceedAsync(["elbv2", .. arguments, "--query", query, "--output", "text"]);
}

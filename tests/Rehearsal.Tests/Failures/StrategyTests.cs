using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>Services that ECS or CodeDeploy moves from one target group to another: a release, and one that fails.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
internal sealed class StrategyTests
{
    private RehearsalCopy _copy = null!;
    private SecondService _service = null!;
    private string _url = "";
    private string _blue = "";
    private string _green = "";
    private string _listener = "";

    [OneTimeSetUp]
    public async Task CloneAsync()
    {
        _copy = await DeployedCopy.CloneAsync();
        _service = new(_copy, "rolling");
    }

    [OneTimeTearDown]
    public async Task RemoveAsync()
    {
        await SecondService.DeleteAsync("rolling");
        if (_copy is not null) await _copy.DisposeAsync();
    }

    [TearDown]
    public Task PutRightAsync() => _service.RestoreAsync();

    [Test]
    public async Task ECS_shifts_the_traffic_rolls_back_what_fails_and_pauses_where_it_is_told_to()
    {
        await BalanceAsync("native");
        var configuration = new JsonObject { ["strategy"] = "BLUE_GREEN", ["bakeTimeInMinutes"] = 0, ["deploymentCircuitBreaker"] = new JsonObject { ["enable"] = true, ["rollback"] = true } };
        var advanced = new JsonObject { ["alternateTargetGroupArn"] = _green, ["productionListenerRule"] = _listener, ["roleArn"] = "arn:aws:iam::170904582664:role/ecs" };
        await CreateServiceAsync("native", new() { ["deploymentConfiguration"] = configuration }, advanced);

        var good = await DeployAsync("native", "strategy: ecs-blue-green", "1");
        var bad = await DeployAsync("native", "strategy: ecs-blue-green", "2", Breaks);

        Assert.That((good.ExitCode, bad.ExitCode), Is.EqualTo((0, 5)));
        Assert.That(good.Output, Does.Contain("100 % of the traffic").And.Contain(_url));
        Assert.That(bad.Error, Does.Contain("'native'").And.Contain("likely cause: "));
        Assert.That(bad.Error, Does.Contain("arn:aws:ecs:eu-west-2:170904582664:task-definition/native:2"));
        configuration["lifecycleHooks"] = new JsonArray(new JsonObject { ["targetType"] = "PAUSE", ["lifecycleStages"] = new JsonArray("POST_SCALE_UP") });
        await PausesAsync(configuration);
        await SecondService.DeleteAsync("native");
    }

    /// <summary>A release that waits for its approval and gets it, and one that is turned down.</summary>
    private async Task PausesAsync(JsonObject configuration)
    {
        const string Strategy = "strategy: ecs-blue-green";
        using var aws = DeployedCopy.Calls();
        await aws.EcsAsync("UpdateService", new() { ["cluster"] = "local", ["service"] = "native", ["deploymentConfiguration"] = configuration.DeepClone() });

        var paused = await RunAsync("native", Strategy, "3", _ => { }, [.. SecondService.Deploy, "--wait-until=paused"]);
        var approved = await RunAsync("native", Strategy, "3", _ => { }, ["--target=Continue", "--env=local"]);
        var pausedAgain = await RunAsync("native", Strategy, "4", _ => { }, [.. SecondService.Deploy, "--wait-until=post-scale-up"]);
        var turnedDown = await RunAsync("native", Strategy, "4", _ => { }, ["--target=Continue", "--env=local", "--rollback"]);
        var nothing = await RunAsync("native", Strategy, "4", _ => { }, ["--target=Continue", "--env=local"]);

        Assert.That(
            (paused.ExitCode, approved.ExitCode, pausedAgain.ExitCode, turnedDown.ExitCode, nothing.ExitCode), Is.EqualTo((9, 0, 9, 0, 3)),
            string.Join("\n", paused.Error, approved.Output, approved.Error, pausedAgain.Error, turnedDown.Output, turnedDown.Error));
        Assert.That(paused.Error, Does.Contain("is paused at POST_SCALE_UP since ").And.Contain(
            "when ECS rolls it back. To continue it: ./build.sh --target=Continue --env=local ").And.Contain(" --rollback.\nIt was not verified."));
        Assert.That(approved.Output, Does.Contain("100 % of the traffic").And.Contain("Service 'native' runs arn:aws:ecs:eu-west-2:170904582664:task-definition/native:4, 1 tasks.").And.Contain(_url));
        Assert.That(turnedDown.Output, Does.Contain("Service 'native' runs arn:aws:ecs:eu-west-2:170904582664:task-definition/native:4 again, 1 tasks."));
        Assert.That(nothing.Error, Does.Contain("No deployment of service 'native' is paused, so there is nothing to continue"));
    }

    [Test]
    public async Task CodeDeploy_shifts_the_traffic_and_Slipway_returns_before_the_old_tasks_end()
    {
        await BalanceAsync("shifted");
        await CreateServiceAsync("shifted", new() { ["deploymentController"] = new JsonObject { ["type"] = "CODE_DEPLOY" } }, null);
        await _copy.AwsAsync("deploy", "create-application", "--application-name", "shifted", "--compute-platform", "ECS");
        await _copy.AwsAsync("deploy", "create-deployment-group", "--cli-input-json", Group());
        const string Strategy = "strategy: blue-green\n      codeDeploy: { application: shifted, deploymentGroup: shifted }";

        var good = await DeployAsync("shifted", Strategy, "1");
        var back = await RunAsync("shifted", Strategy, "1", _ => { }, ["--target=Rollback", "--env=local", "--to=nothing"]);

        Assert.That(good.ExitCode, Is.Zero);
        Assert.That(good.Output, Does.Contain("shifted:2").And.Contain(" d-").And.Contain("AfterAllowTraffic Succeeded").And.Contain(_url));
        Assert.That(back.Error, Does.Contain("shifted:2, build "));
        await SecondService.DeleteAsync("shifted");
    }

    [Test]
    public async Task A_strategy_that_is_not_the_service_s_own_is_refused_before_anything_is_registered()
    {
        await _service.EnsureAsync();

        var refused = await DeployAsync("rolling", "strategy: ecs-blue-green", "1");

        Assert.That(refused.ExitCode, Is.EqualTo(3));
        Assert.That(refused.Error, Does.Contain("'rolling'").And.Contain("ROLLING").And.Contain("'deploy.strategy: rolling'"));
        Assert.That(refused.Output, Does.Not.Contain("Registered"));
    }

    private static void Breaks(JsonNode container)
    {
        container["entryPoint"] = new JsonArray("sh", "-c");
        container["command"] = new JsonArray("exit 3");
    }

    private Task<CommandResult> DeployAsync(string service, string strategy, string release, Action<JsonNode>? change = null) =>
        RunAsync(service, strategy, release, change ?? (_ => { }), SecondService.Deploy);

    private async Task<CommandResult> RunAsync(string service, string strategy, string release, Action<JsonNode> change, IReadOnlyList<string> command)
    {
        _service.PrepareToDeploy(service, container =>
        {
            Dynamic(container);
            container["environment"] = new JsonArray(new JsonObject { ["name"] = "RELEASE", ["value"] = release });
            change(container);
        });
        if (_url.Length > 0) _copy.Replace("slipway.yml", _service.Page, _url);
        _copy.Replace("slipway.yml", $"      strategy: rolling\n      cluster: local\n", $"      {strategy}\n      cluster: local\n");
        _copy.Write("artifacts/appspec.yaml", "version: 0.0\nResources:\n  - TargetService:\n      Type: AWS::ECS::Service\n      Properties:\n        TaskDefinition: <TASK_DEFINITION>\n        LoadBalancerInfo:\n          ContainerName: blackbox\n          ContainerPort: 8000\n");
        try
        {
            return await _copy.RunAsync(command);
        }
        finally
        {
            await PutRightAsync();
        }
    }

    /// <summary>A load balancer with a listener on a free port, and two target groups behind it.</summary>
    private async Task BalanceAsync(string name)
    {
        var port = LoopbackPort.Claim();
        _url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/health");
        var balancer = await TextAsync("LoadBalancers", "LoadBalancerArn", "create-load-balancer", "--name", name, "--subnets", "subnet-a", "subnet-b");
        (_blue, _green) = (await TargetGroupAsync($"{name}-blue"), await TargetGroupAsync($"{name}-green"));
        var forward = new JsonArray(new JsonObject
        {
            ["Type"] = "forward",
            ["ForwardConfig"] = new JsonObject { ["TargetGroups"] = new JsonArray(new JsonObject { ["TargetGroupArn"] = _blue, ["Weight"] = 100 }, new JsonObject { ["TargetGroupArn"] = _green, ["Weight"] = 0 }) },
        });
        _listener = await TextAsync("Listeners", "ListenerArn", "create-listener", "--load-balancer-arn", balancer, "--protocol", "HTTP", "--port", $"{port}", "--default-actions", forward.ToJsonString());
    }

    private async Task<string> TargetGroupAsync(string name)
    {
        var arn = await TextAsync(
            "TargetGroups", "TargetGroupArn", "create-target-group", "--name", name, "--protocol", "HTTP", "--port", "80", "--vpc-id", "vpc-1", "--health-check-path", "/health",
            "--health-check-interval-seconds", "5", "--health-check-timeout-seconds", "2", "--healthy-threshold-count", "2", "--unhealthy-threshold-count", "2");
        await _copy.AwsAsync("elbv2", "modify-target-group-attributes", "--target-group-arn", arn, "--attributes", "Key=deregistration_delay.timeout_seconds,Value=2");
        return arn;
    }

    private async Task<string> TextAsync(string list, string member, params string[] arguments) => (string)(await _copy.AwsAsync(["elbv2", .. arguments]))[list]![0]![member]!;

    /// <summary>Creates the service with its first revision, and waits until it is there.</summary>
    private async Task CreateServiceAsync(string name, JsonObject more, JsonObject? advanced)
    {
        _service.PrepareToDeploy(name, Dynamic);
        var task = JsonNode.Parse(await File.ReadAllTextAsync(_copy.Workspace.PathOf("artifacts/local-taskdef.json")))!.AsObject();
        await PutRightAsync();
        using var aws = DeployedCopy.Calls();
        await aws.EcsAsync("RegisterTaskDefinition", task);
        var balanced = new JsonObject { ["targetGroupArn"] = _blue, ["containerName"] = "blackbox", ["containerPort"] = 8000 };
        if (advanced is not null) balanced["advancedConfiguration"] = advanced;
        more["cluster"] = "local";
        more["serviceName"] = name;
        more["taskDefinition"] = name;
        more["desiredCount"] = 1;
        more["loadBalancers"] = new JsonArray(balanced);
        await aws.EcsAsync("CreateService", more);
        await IsThereAsync(aws, name);
    }

    /// <summary>Until all of its tasks run and nothing is on its way; no waiter of the command line knows task sets.</summary>
    private static async Task IsThereAsync(LocalAwsCalls aws, string name)
    {
        for (var limit = DateTime.UtcNow.AddMinutes(5); DateTime.UtcNow < limit; await Task.Delay(250))
        {
            var service = (await aws.EcsAsync("DescribeServices", new() { ["cluster"] = "local", ["services"] = new JsonArray(name) }))["services"]![0]!;
            var state = (string?)service["taskSets"]?[0]?["stabilityStatus"] ?? (string?)service["deployments"]?[0]?["rolloutState"];
            if ((int)service["runningCount"]! == 1 && state is "STEADY_STATE" or "COMPLETED") return;
        }

        Assert.Fail($"Service '{name}' was not there within 5 minutes.");
    }

    private static void Dynamic(JsonNode container) => container["portMappings"]![0]!["hostPort"] = 0;

    private string Group() => new JsonObject
    {
        ["applicationName"] = "shifted",
        ["deploymentGroupName"] = "shifted",
        ["serviceRoleArn"] = "arn:aws:iam::170904582664:role/codedeploy",
        ["deploymentConfigName"] = "CodeDeployDefault.ECSAllAtOnce",
        ["deploymentStyle"] = new JsonObject { ["deploymentType"] = "BLUE_GREEN", ["deploymentOption"] = "WITH_TRAFFIC_CONTROL" },
        ["autoRollbackConfiguration"] = new JsonObject { ["enabled"] = true, ["events"] = new JsonArray("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST") },
        ["blueGreenDeploymentConfiguration"] = new JsonObject
        {
            ["deploymentReadyOption"] = new JsonObject { ["actionOnTimeout"] = "CONTINUE_DEPLOYMENT" },
            ["terminateBlueInstancesOnDeploymentSuccess"] = new JsonObject { ["action"] = "TERMINATE", ["terminationWaitTimeInMinutes"] = 30 },
        },
        ["ecsServices"] = new JsonArray(new JsonObject { ["serviceName"] = "shifted", ["clusterName"] = "local" }),
        ["loadBalancerInfo"] = new JsonObject
        {
            ["targetGroupPairInfoList"] = new JsonArray(new JsonObject
            {
                ["targetGroups"] = new JsonArray(new JsonObject { ["name"] = "shifted-blue" }, new JsonObject { ["name"] = "shifted-green" }),
                ["prodTrafficRoute"] = new JsonObject { ["listenerArns"] = new JsonArray(_listener) },
            }),
        },
    }.ToJsonString();
}

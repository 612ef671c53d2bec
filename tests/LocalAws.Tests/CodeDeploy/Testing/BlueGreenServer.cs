using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;
using Slipway.LocalAws.Tests.Traffic;

namespace Slipway.LocalAws.Tests.CodeDeploy.Testing;

/// <summary>A service that CodeDeploy deploys, set up by the <c>aws</c> command line as its user guide does it: load balancer, two target groups, two listeners.</summary>
/// <param name="url">Where its listener is; null for a free port.</param>
internal sealed class BlueGreenServer(Uri endpoint, Uri? url = null) : IDisposable
{
    private const string Ecs = "AmazonEC2ContainerServiceV20141113";

    private readonly AwsCommand _aws = new(endpoint);
    private readonly HttpClient _client = new() { BaseAddress = endpoint };
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("codedeploy-test-");
    private string _blue = "";
    private string _green = "";
    private string _listener = "";
    private string _testListener = "";

    public Uri Url { get; } = url ?? FreeUrl();

    public Uri TestUrl { get; } = FreeUrl();

    /// <summary>Makes everything and waits until the first version answers.</summary>
    public async Task SetUpAsync(string config, int terminationMinutes = 0)
    {
        await BalanceAsync();
        await RegisterAsync("one");
        await TextAsync(
            "ecs", "create-service", "--cluster", "local", "--service-name", "web", "--task-definition", "web", "--desired-count", "2",
            "--deployment-controller", "type=CODE_DEPLOY", "--load-balancers", $"targetGroupArn={_blue},containerName=web,containerPort=8080", "--query", "service.status");
        await TextAsync("elbv2", "wait", "target-in-service", "--target-group-arn", _blue);
        await TextAsync("deploy", "create-application", "--application-name", "AppECS-local-web", "--compute-platform", "ECS", "--query", "applicationId");
        await TextAsync("deploy", "create-deployment-group", "--cli-input-json", GroupOf(config, terminationMinutes), "--query", "deploymentGroupId");
    }

    /// <summary>The same for a service that ECS itself deploys.</summary>
    /// <param name="configuration">The <c>deploymentConfiguration</c>.</param>
    public async Task ServeAsync(string configuration)
    {
        await BalanceAsync();
        await RegisterAsync("one");
        // A group that no listener leads to is refused.
        var shares = $$"""[{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": "{{_blue}}", "Weight": 100}, {"TargetGroupArn": "{{_green}}", "Weight": 0} ] } }]""";
        await TextAsync("elbv2", "modify-listener", "--listener-arn", _listener, "--default-actions", shares, "--query", "Listeners[0].ListenerArn");
        var advanced = configuration.Contains("strategy", StringComparison.Ordinal)
            ? $$""", "advancedConfiguration": {"alternateTargetGroupArn": "{{_green}}", "productionListenerRule": "{{_listener}}", "roleArn": "arn:aws:iam::000000000000:role/ecs"} """
            : "";
        await _client.SucceedAsync($"{Ecs}.CreateService", $$"""
            {"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": 2, "deploymentConfiguration": {{configuration}},
             "loadBalancers": [{"targetGroupArn": "{{_blue}}", "containerName": "web", "containerPort": 8080{{advanced}} }]}
            """);
        await ServiceAsync(EcsServer.IsDeployed);
    }

    /// <summary>Rolls a service that ECS itself deploys to a registered revision.</summary>
    public Task UpdateAsync(string taskDefinition) =>
        _client.SucceedAsync($"{Ecs}.UpdateService", $$"""{"cluster": "local", "service": "web", "taskDefinition": "{{taskDefinition}}"}""");

    /// <summary>The ARN of the newest service deployment of ECS.</summary>
    public async Task<string> NewestAsync() =>
        (string)(await _client.SucceedAsync($"{Ecs}.ListServiceDeployments", """{"cluster": "local", "service": "web"}"""))["serviceDeployments"]![0]!["serviceDeploymentArn"]!;

    /// <summary>The service deployment of ECS when it is as it should be; fails with how it was at last.</summary>
    public Task<JsonNode> ServiceDeploymentAsync(string arn, Func<JsonNode, bool> isThere) => EcsServer.UntilAsync(
        async () => (await _client.SucceedAsync($"{Ecs}.DescribeServiceDeployments", $$"""{"serviceDeploymentArns": ["{{arn}}"]}"""))["serviceDeployments"]![0], isThere);

    /// <summary>The service when it is as it should be; fails with how it was at last.</summary>
    public Task<JsonNode> ServiceAsync(Func<JsonNode, bool> isThere) => EcsServer.UntilAsync(
        async () => (await _client.SucceedAsync($"{Ecs}.DescribeServices", """{"cluster": "local", "services": ["web"]}"""))["services"]![0], isThere);

    /// <summary>Registers a revision of the site and gives its ARN.</summary>
    public async Task<string> RegisterAsync(string version) =>
        await TextAsync("ecs", "register-task-definition", "--cli-input-json", Definition(version), "--query", "taskDefinition.taskDefinitionArn");

    /// <summary>Creates a deployment of a registered revision, and gives its id.</summary>
    public async Task<string> DeployAsync(string taskDefinition)
    {
        var revision = new JsonObject { ["revisionType"] = "AppSpecContent", ["appSpecContent"] = new JsonObject { ["content"] = CodeDeployRig.Appspec(taskDefinition) } };
        var request = new JsonObject { ["applicationName"] = "AppECS-local-web", ["deploymentGroupName"] = "DgpECS-local-web", ["revision"] = revision };
        return (string)(await _client.SucceedAsync("CodeDeploy_20141006.CreateDeployment", request.ToJsonString()))["deploymentId"]!;
    }

    /// <summary>A file with a task definition, and one with an appspec that names none yet, for <c>aws ecs deploy</c>.</summary>
    public async Task<(string Definition, string Appspec)> FilesAsync(string version)
    {
        var (definition, appspec) = (Path.Combine(_folder.FullName, "taskdef.json"), Path.Combine(_folder.FullName, "appspec.yaml"));
        await File.WriteAllTextAsync(definition, Definition(version));
        await File.WriteAllTextAsync(appspec, CodeDeployRig.Appspec("<TASK_DEFINITION>"));
        return (definition, appspec);
    }

    /// <summary>The deployment when it is as it should be; fails with how it was at last.</summary>
    public Task<JsonNode> DeploymentAsync(string id, Func<JsonNode, bool> isThere) => EcsServer.UntilAsync(
        async () => (await _client.SucceedAsync("CodeDeploy_20141006.GetDeployment", $$"""{"deploymentId": "{{id}}"}"""))["deploymentInfo"], isThere);

    public Task<JsonNode> DeploymentAsync(string id, string status) => DeploymentAsync(id, deployment => (string?)deployment["status"] == status);

    /// <summary>Waits until the replacement task set of a deployment gets that share of the requests, in percent.</summary>
    public Task ShiftedAsync(string id, int share) => EcsServer.UntilAsync(
        async () => (await _client.SucceedAsync("CodeDeploy_20141006.GetDeploymentTarget", $$"""{"deploymentId": "{{id}}", "targetId": "local:web"}"""))["deploymentTarget"]!["ecsTarget"],
        target => target["taskSetsInfo"]?.AsArray().Any(set => (string?)set!["taskSetLabel"] == "Green" && (double?)set["trafficWeight"] == share) == true);

    public async Task<string> PageAsync(Uri url)
    {
        using var client = new HttpClient();
        return (await client.GetStringAsync(url)).Trim();
    }

    public Task<string> TextAsync(params string[] arguments) => _aws.SucceedAsync([.. arguments, "--output", "text"]);

    public void Dispose()
    {
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Definition(string version) =>
        new JsonObject { ["family"] = "web", ["memory"] = "256", ["containerDefinitions"] = TrafficRig.Site(version) }.ToJsonString();

    private async Task BalanceAsync()
    {
        await TrafficImage.EnsureAsync();
        var balancer = await TextAsync("elbv2", "create-load-balancer", "--name", "shop", "--subnets", "subnet-a", "subnet-b", "--query", "LoadBalancers[0].LoadBalancerArn");
        _blue = await TargetGroupAsync("shop-blue");
        _green = await TargetGroupAsync("shop-green");
        _listener = await ListenerAsync(balancer, Url.Port);
        _testListener = await ListenerAsync(balancer, TestUrl.Port);
    }

    private async Task<string> TargetGroupAsync(string name)
    {
        var arn = await TextAsync(
            "elbv2", "create-target-group", "--name", name, "--protocol", "HTTP", "--port", "80", "--vpc-id", "vpc-1", "--health-check-interval-seconds", "5",
            "--health-check-timeout-seconds", "2", "--healthy-threshold-count", "2", "--unhealthy-threshold-count", "2", "--query", "TargetGroups[0].TargetGroupArn");
        await TextAsync("elbv2", "modify-target-group-attributes", "--target-group-arn", arn, "--attributes", "Key=deregistration_delay.timeout_seconds,Value=2", "--query", "Attributes[0].Key");
        return arn;
    }

    private Task<string> ListenerAsync(string balancer, int port) => TextAsync(
        "elbv2", "create-listener", "--load-balancer-arn", balancer, "--protocol", "HTTP", "--port", port.ToString(CultureInfo.InvariantCulture),
        "--default-actions", $"Type=forward,TargetGroupArn={_blue}", "--query", "Listeners[0].ListenerArn");

    private string GroupOf(string config, int terminationMinutes)
    {
        var group = CodeDeployRig.Group();
        group["applicationName"] = "AppECS-local-web";
        group["deploymentGroupName"] = "DgpECS-local-web";
        group["deploymentConfigName"] = config;
        group["blueGreenDeploymentConfiguration"]!["terminateBlueInstancesOnDeploymentSuccess"]!["terminationWaitTimeInMinutes"] = terminationMinutes;
        group["loadBalancerInfo"]!["targetGroupPairInfoList"] = JsonNode.Parse($$"""
            [{
              "targetGroups": [{"name": "shop-blue"}, {"name": "shop-green"}],
              "prodTrafficRoute": {"listenerArns": ["{{_listener}}"]}, "testTrafficRoute": {"listenerArns": ["{{_testListener}}"]}
            }]
            """);
        return group.ToJsonString();
    }

    private static Uri FreeUrl() => new($"http://127.0.0.1:{FreePort.Next()}/");
}

using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Traffic;

/// <summary>A LocalAws with a load balancer that listens on a port of 127.0.0.1, two target groups, and one service behind it.</summary>
internal sealed class TrafficRig : IAsyncDisposable
{
    public const string Rolling = """{"deploymentCircuitBreaker": {"enable": true, "rollback": true}}""";
    public const string BlueGreen = """{"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 3, "deploymentCircuitBreaker": {"enable": true, "rollback": true}}""";

    private readonly bool _isFargate;
    private string _listenerArn = "";

    private TrafficRig(EcsServer ecs, bool isFargate) => (Ecs, _isFargate) = (ecs, isFargate);

    public EcsServer Ecs { get; }

    public Uri Url { get; private set; } = null!;

    public string Blue { get; private set; } = "";

    public string Green { get; private set; } = "";

    /// <param name="drainSeconds">The target groups' deregistration delay.</param>
    /// <param name="isFargate">Whether the tasks run on Fargate, as targets of type ip; else on the container instance.</param>
    public static async Task<TrafficRig> StartAsync(int drainSeconds = 5, string healthCheckPath = "/", string matcher = "200", bool isFargate = false)
    {
        await TrafficImage.EnsureAsync();
        var settings = new EcsSettings { StopTimeout = TimeSpan.FromSeconds(2), Minute = TimeSpan.FromSeconds(1) };
        var rig = new TrafficRig(await EcsServer.StartAsync(configure: services => services.AddSingleton(settings)), isFargate);
        try
        {
            await rig.SetUpAsync(drainSeconds, healthCheckPath, matcher);
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>nginx on port 8080 that answers with a version.</summary>
    public static JsonArray Site(string version, string locations = "") => Site(version, new JsonObject(), locations);

    /// <param name="members">Members of the container definition that replace the usual ones.</param>
    public static JsonArray Site(string version, JsonObject members, string locations = "")
    {
        var configuration = $"worker_processes 1; pid /tmp/nginx.pid; error_log /dev/stderr; events {{ worker_connections 1024; }} http {{ access_log off; keepalive_requests 1000000; server {{ listen 8080; {locations} location / {{ return 200 \"{version}\\n\"; }} }} }}";
        var container = new JsonObject
        {
            ["name"] = "web",
            ["image"] = TrafficImage.Name,
            ["memory"] = 128,
            ["entryPoint"] = new JsonArray("sh", "-c", "printf '%s' \"$SITE\" > /tmp/nginx.conf && exec nginx -c /tmp/nginx.conf -g 'daemon off;'"),
            ["environment"] = new JsonArray(new JsonObject { ["name"] = "SITE", ["value"] = configuration }),
            ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8080 }),
        };
        foreach (var (name, value) in members)
            container[name] = value?.DeepClone();
        return [container];
    }

    public async Task ServeAsync(JsonArray containers, int desired, string configuration = Rolling)
    {
        await RegisterAsync(containers);
        var launch = _isFargate ? """ "launchType": "FARGATE", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"]}},""" : "";
        var advanced = configuration.Contains("strategy", StringComparison.Ordinal)
            ? $$""", "advancedConfiguration": {"alternateTargetGroupArn": "{{Green}}", "productionListenerRule": "{{_listenerArn}}", "roleArn": "arn:aws:iam::000000000000:role/ecs"} """
            : "";
        await Ecs.CallAsync("CreateService", $$"""
            {"cluster": "local", "serviceName": "web", "taskDefinition": "web", "desiredCount": {{desired}}, "deploymentConfiguration": {{configuration}},{{launch}}
             "loadBalancers": [{"targetGroupArn": "{{Blue}}", "containerName": "web", "containerPort": 8080{{advanced}} }]}
            """);
        await DeployedAsync();
    }

    /// <summary>Registers a new revision and rolls the service to it.</summary>
    public async Task UpdateAsync(JsonArray containers, string more = "")
    {
        await RegisterAsync(containers);
        await Ecs.CallAsync("UpdateService", $$"""{"cluster": "local", "service": "web", "taskDefinition": "web"{{more}}}""");
    }

    public Task<JsonNode> DeployedAsync() => Ecs.ServiceAsync("web", EcsServer.IsDeployed);

    /// <summary>The newest service deployment when it is as it should be.</summary>
    public Task<JsonNode> DeploymentAsync(Func<JsonNode, bool> isThere) => EcsServer.UntilAsync(
        async () =>
        {
            var arn = await NewestAsync();
            return (await Ecs.CallAsync("DescribeServiceDeployments", $$"""{"serviceDeploymentArns": ["{{arn}}"]}"""))["serviceDeployments"]![0]!;
        },
        isThere);

    public async Task<string> NewestAsync() =>
        (string)(await Ecs.CallAsync("ListServiceDeployments", """{"cluster": "local", "service": "web"}"""))["serviceDeployments"]![0]!["serviceDeploymentArn"]!;

    public async Task<string> PageAsync()
    {
        using var client = new HttpClient();
        return (await client.GetStringAsync(Url)).Trim();
    }

    public ValueTask DisposeAsync() => Ecs.DisposeAsync();

    private Task RegisterAsync(JsonArray containers) => _isFargate
        ? Ecs.CallAsync("RegisterTaskDefinition", $$"""{"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512", "containerDefinitions": {{containers.ToJsonString()}}}""")
        : Ecs.RegisterAsync("web", containers);

    private async Task SetUpAsync(int drainSeconds, string healthCheckPath, string matcher)
    {
        var balancer = await ElbAsync("CreateLoadBalancer", "LoadBalancerArn", ("Name", "shop"), ("Subnets.member.1", "subnet-a"), ("Subnets.member.2", "subnet-b"));
        Blue = await TargetGroupAsync("blue", drainSeconds, healthCheckPath, matcher);
        Green = await TargetGroupAsync("green", drainSeconds, healthCheckPath, matcher);
        var port = FreePort.Next();
        _listenerArn = await ElbAsync(
            "CreateListener", "ListenerArn", ("LoadBalancerArn", balancer), ("Protocol", "HTTP"), ("Port", port.ToString(CultureInfo.InvariantCulture)),
            ("DefaultActions.member.1.Type", "forward"),
            ("DefaultActions.member.1.ForwardConfig.TargetGroups.member.1.TargetGroupArn", Blue),
            ("DefaultActions.member.1.ForwardConfig.TargetGroups.member.1.Weight", "100"),
            ("DefaultActions.member.1.ForwardConfig.TargetGroups.member.2.TargetGroupArn", Green),
            ("DefaultActions.member.1.ForwardConfig.TargetGroups.member.2.Weight", "0"));
        Url = new($"http://127.0.0.1:{port}/");
    }

    private async Task<string> TargetGroupAsync(string name, int drainSeconds, string path, string matcher)
    {
        var arn = await ElbAsync(
            "CreateTargetGroup", "TargetGroupArn", ("Name", name), ("Protocol", "HTTP"), ("Port", "80"), ("VpcId", "vpc-1"), ("TargetType", _isFargate ? "ip" : "instance"), ("HealthCheckPath", path), ("Matcher.HttpCode", matcher),
            ("HealthCheckIntervalSeconds", "5"), ("HealthCheckTimeoutSeconds", "2"), ("HealthyThresholdCount", "2"), ("UnhealthyThresholdCount", "2"));
        await ElbAsync(
            "ModifyTargetGroupAttributes", "Attributes", ("TargetGroupArn", arn), ("Attributes.member.1.Key", "deregistration_delay.timeout_seconds"),
            ("Attributes.member.1.Value", drainSeconds.ToString(CultureInfo.InvariantCulture)));
        return arn;
    }

    private async Task<string> ElbAsync(string action, string wanted, params (string Name, string Value)[] parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new FormUrlEncodedContent(parameters.Append(("Action", action)).Append(("Version", "2015-12-01")).Select(field => KeyValuePair.Create(field.Item1, field.Item2))),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/elasticloadbalancing/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await Ecs.Server.Client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{action}: {body}");
        return XDocument.Parse(body).Descendants().First(element => element.Name.LocalName == wanted).Value;
    }
}

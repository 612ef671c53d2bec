using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.Tests.Testing;
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.LoadBalancing.Testing;

/// <summary>A LocalAws with the real engine below it. Disposing removes what it made, and fails when something is left.</summary>
internal sealed class ElbServer : IAsyncDisposable
{
    public static readonly XNamespace Xml = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly LocalAwsServer _server;

    private ElbServer(LocalAwsServer server) => _server = server;

    public string InstanceId => _server.Options.InstanceId;

    public HttpClient Client => _server.Client;

    public AwsCommand Aws => new(_server.Client.BaseAddress!);

    public ITargetGroups TargetGroups => _server.Application.Services.GetRequiredService<ITargetGroups>();

    public ITrafficRules Traffic => _server.Application.Services.GetRequiredService<ITrafficRules>();

    public static async Task<ElbServer> StartAsync() => new(await LocalAwsServer.StartAsync(
        configure: services => services.AddSingleton(new LoadBalancingSettings { PollInterval = TimeSpan.FromSeconds(1) })));

    /// <summary>Calls an operation as AWS's clients do; the answer's result, or the test fails.</summary>
    public async Task<XElement> CallAsync(string action, params (string Name, object Value)[] parameters)
    {
        var (status, body) = await AskAsync(action, parameters);
        Assert.That(status, Is.EqualTo(200), $"{action}: {body}");
        return body.Element(Xml + $"{action}Result")!;
    }

    /// <summary>The code and the message with which a call is refused.</summary>
    public async Task<(string Code, string Message)> RefusalAsync(string action, params (string Name, object Value)[] parameters)
    {
        var (status, body) = await AskAsync(action, parameters);
        Assert.That(status, Is.Not.EqualTo(200), $"{action}: {body}");
        var error = body.Element(Xml + "Error")!;
        return ((string)error.Element(Xml + "Code")!, (string)error.Element(Xml + "Message")!);
    }

    public async Task<string> LoadBalancerAsync(string name = "shop") => One(
        await CallAsync("CreateLoadBalancer", ("Name", name), ("Subnets.member.1", "subnet-1"), ("Subnets.member.2", "subnet-2")), "LoadBalancerArn");

    /// <summary>A target group that finds out about health as fast as ELB does at most.</summary>
    /// <param name="delay">In seconds.</param>
    public async Task<string> TargetGroupAsync(string name, int delay = 1)
    {
        var created = await CallAsync(
            "CreateTargetGroup", ("Name", name), ("Protocol", "HTTP"), ("Port", 80), ("VpcId", "vpc-1"), ("HealthCheckPath", "/health"),
            ("HealthCheckIntervalSeconds", 5), ("HealthCheckTimeoutSeconds", 2), ("HealthyThresholdCount", 2), ("UnhealthyThresholdCount", 2));
        var arn = One(created, "TargetGroupArn");
        await CallAsync(
            "ModifyTargetGroupAttributes", ("TargetGroupArn", arn),
            ("Attributes.member.1.Key", "deregistration_delay.timeout_seconds"), ("Attributes.member.1.Value", delay));
        return arn;
    }

    /// <summary>A listener that forwards to target groups with weight 1 each.</summary>
    public async Task<string> ListenerAsync(string loadBalancer, int port, params string[] targetGroups)
    {
        var parameters = new List<(string, object)>
        {
            ("LoadBalancerArn", loadBalancer), ("Protocol", "HTTP"), ("Port", port), ("DefaultActions.member.1.Type", "forward"),
        };
        foreach (var (index, arn) in targetGroups.Index())
            parameters.Add(($"DefaultActions.member.1.ForwardConfig.TargetGroups.member.{index + 1}.TargetGroupArn", arn));
        return One(await CallAsync("CreateListener", [.. parameters]), "ListenerArn");
    }

    /// <summary>A container with the server of <see cref="WebServer"/>, on the network of the load balancers.</summary>
    public async Task<TaskTarget> RunAsync(string text)
    {
        var network = await _server.Application.Services.GetRequiredService<ILoadBalancerNetwork>().EnsureAsync(CancellationToken.None);
        var id = await DockerAsync(WebServer.RunArguments(text, InstanceId, "--network", network));
        var container = JsonNode.Parse(await DockerAsync("inspect", id))![0]!["NetworkSettings"]!;
        var port = int.Parse((string)container["Ports"]!["8080/tcp"]![0]!["HostPort"]!, CultureInfo.InvariantCulture);
        return new("i-0123456789abcdef0", port, (string)container["Networks"]![network]!["IPAddress"]!, 8080);
    }

    /// <summary>Registers a target and waits until it is healthy.</summary>
    public async Task ServeAsync(string targetGroup, TaskTarget target)
    {
        await TargetGroups.RegisterAsync(targetGroup, target, CancellationToken.None);
        await HealthAsync(targetGroup, target, TargetState.Healthy);
    }

    public Task<TargetHealth> HealthAsync(string targetGroup, TaskTarget target, TargetState state) =>
        UntilAsync(() => Task.FromResult(TargetGroups.HealthOf(targetGroup, target)), health => health.State == state);

    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isThere)
    {
        var end = DateTimeOffset.UtcNow + Patience;
        while (true)
        {
            var seen = await ask();
            if (isThere(seen))
                return seen;
            Assert.That(DateTimeOffset.UtcNow, Is.LessThan(end), $"not in time: {seen}");
            await Task.Delay(100);
        }
    }

    public static async Task<string> DockerAsync(params string[] arguments)
    {
        var result = await CommandRunner.RunAsync(new("docker", arguments), CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, $"docker {string.Join(' ', arguments)}: {result.Error}");
        return result.Output.Trim();
    }

    public async Task<string[]> LabelledAsync()
    {
        using var docker = new DockerCommand();
        return await docker.LabelledAsync(InstanceId);
    }

    public async ValueTask DisposeAsync()
    {
        // Our own containers first, as ECS's are: a network with someone on it cannot be removed.
        try
        {
            await WebServer.RemoveAllAsync(InstanceId);
        }
        finally
        {
            await _server.RemoveAsync();
        }
    }

    private static string One(XElement result, string name) => (string)result.Descendants(Xml + name).First();

    private async Task<(int Status, XElement Body)> AskAsync(string action, (string Name, object Value)[] parameters)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new FormUrlEncodedContent(
                parameters.Select(parameter => KeyValuePair.Create(parameter.Name, $"{parameter.Value}")).Append(new("Action", action)).Append(new("Version", "2015-12-01"))),
        };
        message.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261121/us-east-1/elasticloadbalancing/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await _server.Client.SendAsync(message);
        return ((int)response.StatusCode, XElement.Parse(await response.Content.ReadAsStringAsync()));
    }
}

using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Schedules;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Rollouts;

/// <summary>A cluster <c>shop</c> with the service <c>web</c> as ECS would describe it, one answer after the other.</summary>
internal sealed class FakeEcs : IDisposable
{
    public const string Old = "arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:1";
    public const string New = "arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:2";

    private readonly List<string> _lines = [];
    private AwsClients? _clients;

    public FakeAws Aws { get; } = new FakeAws()
        .On("DescribeClusters", AwsAnswer.Ok("{'clusters':[{'clusterName':'shop','status':'ACTIVE'}],'failures':[]}"))
        .On("DescribeTaskDefinition", AwsAnswer.Ok($"{{'taskDefinition':{{'taskDefinitionArn':'{Old}','family':'shop','revision':1,'containerDefinitions':[{{'name':'app','image':'app@sha256:0','portMappings':[{{'containerPort':80}},{{'containerPort':81}}]}}]}}}}"))
        .On("RegisterTaskDefinition", AwsAnswer.Ok($"{{'taskDefinition':{{'taskDefinitionArn':'{New}'}}}}"))
        .On("TagResource", AwsAnswer.Ok("{}"))
        .On("ListTasks", AwsAnswer.Ok("{'taskArns':[]}"));

    public ManualTimeProvider Time { get; } = new();

    /// <summary>The longest wait that is skipped; time limits are longer.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a call is tried; what is waited for between tries is real, and next to nothing.</summary>
    public int Attempts { get; init; } = 1;

    public IReadOnlyList<string> Lines => _lines;

    public bool MayTakeBack { get; init; } = true;

    public CancellationToken LeaveAtOnce { get; init; }

    public IRolloutView? View { get; init; }

    public Func<TaskDefinitionDocument, CancellationToken, Task> Check { get; init; } = (_, _) => System.Threading.Tasks.Task.CompletedTask;

    public Func<string, CancellationToken, Task> BeforeRollout { get; init; } = (_, _) => System.Threading.Tasks.Task.CompletedTask;

    public static TaskDefinitionDocument Task { get; } =
        TaskDefinitionDocument.Parse("""{"family":"shop","containerDefinitions":[{"name":"app","image":"app@sha256:1","portMappings":[{"containerPort":80},{"containerPort":81}]}]}""", "shop.json");

    /// <summary>What runs before is registered from the very document that is rolled out.</summary>
    /// <param name="tags">The revision's, as objects of JSON with commas between.</param>
    public FakeEcs RunsTheSame(string tags = "")
    {
        var registered = Task.Clone().Root;
        registered["taskDefinitionArn"] = Old;
        Aws.On("DescribeTaskDefinition", AwsAnswer.Ok(new JsonObject { ["taskDefinition"] = registered, ["tags"] = JsonNode.Parse($"[{tags}]".Replace('\'', '"')) }));
        return this;
    }

    /// <summary>What each DescribeServices answers: the first before the rollout, the others while it is followed.</summary>
    public FakeEcs Service(params string?[] described)
    {
        Aws.On("DescribeServices", [.. described.Select(service => AwsAnswer.Ok(service is null
            ? "{'services':[],'failures':[{'arn':'web','reason':'MISSING'}]}"
            : $"{{'services':[{service}],'failures':[]}}"))]);
        return this;
    }

    public FakeEcs Started(string operation, string service)
    {
        Aws.On(operation, AwsAnswer.Ok($"{{'service':{service}}}"));
        return this;
    }

    public Task<RolloutResult> RollAsync(
        int? desiredCount = null, Func<RolloutResult, CancellationToken, Task>? verify = null, bool force = false, ServiceLoadBalancer? balancer = null, CancellationToken cancellation = default) =>
        RollAsync(request => request with { DesiredCount = desiredCount, Force = force, LoadBalancer = balancer }, verify, cancellation);

    public Task<RolloutResult> RollAsync(Func<RolloutRequest, RolloutRequest> change, Func<RolloutResult, CancellationToken, Task>? verify = null, CancellationToken cancellation = default)
    {
        _clients = Clients();
        var request = change(Request);
        var steps = new RolloutSteps(BeforeRollout, verify ?? ((_, _) => System.Threading.Tasks.Task.CompletedTask)) { Check = Check, MayTakeBack = () => MayTakeBack, LeaveAtOnce = LeaveAtOnce };
        return Time.RunAsync(new Rollout(_clients, Time, new Lister(_lines)) { View = View }.RunAsync(request, steps, cancellation), LongestWait);
    }

    /// <summary>Answers the pause of the service's deployment.</summary>
    public Task<RolloutResult> ContinueAsync(Func<RolloutRequest, RolloutRequest> change, bool rollsBack, Func<RolloutResult, CancellationToken, Task>? verify = null, params WantedSchedule[] schedules)
    {
        _clients = Clients();
        var steps = new RolloutSteps(BeforeRollout, verify ?? ((_, _) => System.Threading.Tasks.Task.CompletedTask)) { Companion = schedules.Length > 0 ? new ScheduleRollout(_clients, schedules) : null };
        return Time.RunAsync(new RolloutContinuation(_clients, Time, new Lister(_lines)) { View = View }.RunAsync(change(Request), rollsBack, steps, CancellationToken.None), LongestWait);
    }

    /// <summary>A service with one deployment for each tuple, the first one PRIMARY.</summary>
    public static string Describe(string taskDefinition, int desired, int running, params (string Id, string TaskDefinition, string State)[] deployments) =>
        Describe("ACTIVE", taskDefinition, desired, running, deployments);

    public static string Describe(string status, string taskDefinition, int desired, int running, params (string Id, string TaskDefinition, string State)[] deployments)
    {
        var list = deployments.Select((deployment, index) => new JsonObject
        {
            ["id"] = deployment.Id,
            ["status"] = index == 0 ? "PRIMARY" : "ACTIVE",
            ["taskDefinition"] = deployment.TaskDefinition,
            ["rolloutState"] = deployment.State,
            ["rolloutStateReason"] = $"{deployment.Id} is {deployment.State}.",
            ["desiredCount"] = desired,
            ["runningCount"] = index == 0 ? running : 0,
        });
        return new JsonObject
        {
            ["serviceName"] = "web",
            ["status"] = status,
            ["taskDefinition"] = taskDefinition,
            ["desiredCount"] = desired,
            ["runningCount"] = running,
            ["deployments"] = new JsonArray([.. list]),
            ["events"] = new JsonArray(new JsonObject { ["id"] = $"e-{deployments[0].Id}-{deployments[0].State}", ["message"] = $"(service web) {deployments[0].State}" }),
        }.ToJsonString();
    }

    /// <summary>A described service with something else about it.</summary>
    public static string With(string service, Action<JsonNode> change)
    {
        var node = JsonNode.Parse(service)!;
        change(node);
        return node.ToJsonString();
    }

    private static RolloutRequest Request => new("shop", "web", Task, TimeSpan.FromMinutes(2), "slipway.yml:9:5");

    private AwsClients Clients() => AwsClients.Create(
        new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s"), Limits = new() { Attempts = Attempts, Delay = TimeSpan.Zero, SettleTime = TimeSpan.Zero } }, Aws);

    public void Dispose()
    {
        _clients?.Dispose();
        Aws.Dispose();
    }
}

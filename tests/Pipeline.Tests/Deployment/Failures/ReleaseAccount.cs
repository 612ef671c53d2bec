using System.Net;
using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Tests.Schedules;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.Ecs.Testing;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment.Failures;

/// <summary>
/// An account in this process: LocalAws's ECS, whose containers are none, and schedules. Its time stands still until <see cref="RunAsync"/> skips what somebody waits for.
/// </summary>
internal sealed class ReleaseAccount : IDisposable
{
    public const string Cluster = "production";

    private static readonly string[] Operations =
    [
        "CreateService", "DeleteService", "DeregisterTaskDefinition", "DescribeClusters", "DescribeServices", "DescribeTaskDefinition", "DescribeTasks", "ListServiceDeployments", "ListTasks", "RegisterTaskDefinition",
        "TagResource", "UntagResource", "UpdateService",
    ];

    private static readonly (string Word, string Member)[] Suspensions = [("in", "DynamicScalingInSuspended"), ("out", "DynamicScalingOutSuspended"), ("scheduled", "ScheduledScalingSuspended")];

    /// <summary>The longest wait that is skipped: a look at a deployment. Longer ones are limits.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>In which nothing is asked: then all wait for the time.</summary>
    private const int QuietLooks = 30;

    private readonly Lock _gate = new();
    private readonly EcsRig _rig = new();
    private readonly FakeAws _aws = new();
    private int _asked;

    public ReleaseAccount()
    {
        _rig.Call("CreateCluster", $$"""{"clusterName": "{{Cluster}}"}""");
        _rig.Engine.ExitCodeOf = task => Broken.TryGetValue(RevisionName.Of(task.TaskDefinitionArn), out var exitCode) ? exitCode : null;
        foreach (var operation in Operations) _aws.On(operation, request => Answer(operation, request.Document));
        _aws.On("GetAuthorizationToken", AwsAnswer.Ok("{'authorizationData':[{'authorizationToken':'QVdTOnNlY3JldA==','proxyEndpoint':'https://123456789012.dkr.ecr.eu-west-2.amazonaws.com','expiresAt':1772500000}]}"));
        _aws.On("DescribeScalableTargets", request => AwsAnswer.Ok(new JsonObject { ["ScalableTargets"] = Scaling.GetValueOrDefault((string)request.Document["ResourceIds"]![0]!) is { } suspended ? new JsonArray(new JsonObject { ["SuspendedState"] = StateOf(suspended) }) : [] }))
            .On("RegisterScalableTarget", request =>
            {
                Scaling[(string)request.Document["ResourceId"]!] = string.Join(' ', Suspensions.Where(known => (bool)request.Document["SuspendedState"]![known.Member]!).Select(known => known.Word));
                return AwsAnswer.Ok("{}");
            });
        Schedules = new(_aws, ReleaseShop.Schedule);
        Clients = AwsClients.Create(
            new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s"), Limits = new() { Attempts = 1, Delay = TimeSpan.Zero, SettleTime = TimeSpan.Zero } }, _aws);
    }

    public AwsClients Clients { get; }

    public FakeSchedules Schedules { get; }

    public ManualTimeProvider Time => _rig.Time;

    /// <summary>Revisions whose process ends as soon as it has started, and its exit code, as <c>shop-web:2</c>.</summary>
    public Dictionary<string, int> Broken { get; } = [];

    /// <summary>What scales services, by its resource id: words of what is suspended.</summary>
    public Dictionary<string, string> Scaling { get; } = [];

    /// <summary>Called before a call is answered, with the operation and its request. It may call the account, or refuse.</summary>
    public Action<string, JsonObject> Before { get; set; } = (_, _) => { };

    /// <summary>Calls it as somebody else does.</summary>
    public JsonObject Call(string operation, string request) => _rig.Call(operation, request);

    /// <summary>Images that the registry has no more, by their container.</summary>
    public void Lose(string container) => _rig.Engine.Failures[$"pull {container}"] = "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref: not found";

    /// <summary>What ECS has, in the order of the names: <c>shop-web has shop-web:2, 2 of 2 tasks run it</c>.</summary>
    public IReadOnlyList<string> Services(IEnumerable<string> names)
    {
        lock (_gate)
        {
            _rig.CatchUp();
            return [.. names.Select(Line)];
        }

        string Line(string name)
        {
            if (Call("DescribeServices", $$"""{"cluster": "{{Cluster}}", "services": ["{{name}}"]}""")["services"]!.AsArray() is not [JsonObject service]) return $"{name} is not there";
            var revision = (string)service["taskDefinition"]!;
            var running = _rig.Tasks.Count(task => task.LastStatus == EcsTaskStatus.Running && task.Service == name && task.TaskDefinitionArn == revision);
            return $"{name} has {RevisionName.Of(revision)}, {running} of {service["desiredCount"]} tasks run it";
        }
    }

    /// <summary>The tags of a service, as <c>key=value</c>, but for the one that says what it runs.</summary>
    public string TagsOf(string service) =>
        string.Join(' ', (Describe(service)["tags"]?.AsArray() ?? []).Where(tag => (string?)tag!["key"] != "slipway:content").Select(tag => $"{tag!["key"]}={tag["value"]}"));

    public void Tag(string service, string key, string value) =>
        Call("TagResource", new JsonObject { ["resourceArn"] = Describe(service)["serviceArn"]!.DeepClone(), ["tags"] = new JsonArray(new JsonObject { ["key"] = key, ["value"] = value }) }.ToJsonString());

    /// <summary>Awaits work and skips its waits, whenever nobody asks anything any more.</summary>
    public async Task<T> RunAsync<T>(Task<T> work)
    {
        for (var (quiet, asked) = (0, -1); !work.IsCompleted; quiet = asked == _asked ? quiet + 1 : 0)
        {
            asked = _asked;
            if (quiet >= QuietLooks)
            {
                Time.Skip(Longest);
                quiet = 0;
            }

            // Real time, for the continuations on the thread pool to run.
            await Task.WhenAny(work, Task.Delay(1));
        }

        return await work;
    }

    public void Dispose()
    {
        Clients.Dispose();
        _aws.Dispose();
    }

    private JsonObject Describe(string service) => Call("DescribeServices", $$"""{"cluster": "{{Cluster}}", "services": ["{{service}}"], "include": ["TAGS"]}""")["services"]![0]!.AsObject();

    private static JsonObject StateOf(string suspended) => new(Suspensions.Select(known => KeyValuePair.Create(known.Member, (JsonNode?)suspended.Split(' ').Contains(known.Word))));

    private AwsAnswer Answer(string operation, JsonObject request)
    {
        lock (_gate)
        {
            _asked++;
            try
            {
                _rig.CatchUp();
                Before(operation, request);
                return AwsAnswer.Ok(_rig.Call(operation, request.ToJsonString()));
            }
            catch (AwsErrorException refused)
            {
                return AwsAnswer.Refusal(refused.Code, refused.Message, (HttpStatusCode)refused.Status);
            }
        }
    }
}

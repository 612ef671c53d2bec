using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Faults;

/// <summary>
/// A cluster of its own at moto, reached by way of a proxy that has bad moments. What the rollout waits for is skipped; what the clients
/// wait for is real, and short.
/// </summary>
internal sealed class FaultyEcs : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly string _name = $"shop-{Guid.NewGuid():N}"[..13];
    private readonly List<string> _lines = [];
    private readonly AwsClients _direct;

    private FaultyEcs(FaultProxy proxy, AwsClients aws, AwsClients direct) => (Proxy, Aws, _direct) = (proxy, aws, direct);

    public FaultProxy Proxy { get; }

    /// <summary>By way of the proxy.</summary>
    public AwsClients Aws { get; }

    public ManualTimeProvider Time { get; } = new();

    /// <summary>Name of the cluster, and of the task definition's family.</summary>
    public string Name => _name;

    public IReadOnlyList<string> Lines => _lines;

    public IProgress<string> Progress => new Lister(_lines);

    /// <param name="attempt">How long one try may take; left out, so long that only what hangs takes longer.</param>
    public static async Task<FaultyEcs> CreateAsync(TimeSpan? attempt = null, string? role = null)
    {
        var moto = MotoOfTheFaults.Require();
        var proxy = await FaultProxy.StartAsync(moto, CancellationToken.None);
        var limits = new AwsLimits { Delay = TimeSpan.FromMilliseconds(10), MaxDelay = TimeSpan.FromMilliseconds(20), SettleTime = TimeSpan.FromMilliseconds(20) };
        if (attempt is { } time) limits = limits with { AttemptTimeout = time };
        var settings = new AwsSettings { Region = "eu-west-2", Endpoint = moto, AccessKeyId = "AKIDFAULTTESTS", SecretAccessKey = new("fault-tests"), Limits = limits };
        var ecs = new FaultyEcs(proxy, AwsClients.Create(settings with { Endpoint = proxy.Endpoint, Role = role }), AwsClients.Create(settings));
        await ecs._direct.Ecs.CreateClusterAsync(ecs.Name, CancellationToken.None);
        return ecs;
    }

    public TaskDefinitionDocument Task(string image) => TaskDefinitionDocument.Parse(
        $$"""{"family":"{{_name}}","cpu":"256","memory":"512","containerDefinitions":[{"name":"app","image":"{{image}}","memory":256}]}""", "shop.json");

    /// <summary>Registers a first revision, on a way without faults, and gives its ARN.</summary>
    public async Task<string> RegisterAsync() => (await _direct.Ecs.RegisterTaskDefinitionAsync(Task("app@sha256:0").ToRegistration(), CancellationToken.None)).Arn;

    /// <summary>Lets the service run a first revision, on a way without faults.</summary>
    public async Task RunningAsync()
    {
        var service = new JsonObject { ["cluster"] = _name, ["serviceName"] = "web", ["taskDefinition"] = await RegisterAsync(), ["desiredCount"] = 1 };
        await _direct.Ecs.CreateServiceAsync(service, CancellationToken.None);
    }

    public Task<RolloutResult> RollAsync(bool force = false)
    {
        var request = new RolloutRequest(_name, "web", Task("app@sha256:1"), TimeSpan.FromMinutes(10), "slipway.yml:9:5")
        {
            Force = force,
            Tags = new Dictionary<string, string> { ["slipway:build"] = "7" },
        };
        var steps = new RolloutSteps((_, _) => System.Threading.Tasks.Task.CompletedTask, (_, _) => System.Threading.Tasks.Task.CompletedTask);
        return Time.RunAsync(new Rollout(Aws, Time, Progress).RunAsync(request, steps, CancellationToken.None), LongestWait);
    }

    /// <summary>What moto has: <c>family:revision</c> of each, oldest first.</summary>
    public async Task<IReadOnlyList<string>> RevisionsAsync() =>
        await _direct.Ecs.ListTaskDefinitionsAsync(_name, newestFirst: false, CancellationToken.None).Select(RevisionName.Of).ToListAsync();

    /// <summary>The id of the deployment that moto's one service has, and the ARN of what it runs.</summary>
    public async Task<(string Deployment, string TaskDefinition)> ServiceAsync()
    {
        var service = (await _direct.Ecs.DescribeServicesAsync(_name, ["web"], CancellationToken.None)).Found.Single();
        return ((string)service["deployments"]!.AsArray().Single()!["id"]!, (string)service["taskDefinition"]!);
    }

    /// <summary>The ARNs of the tasks that moto has.</summary>
    public Task<IReadOnlyList<string>> TasksAsync() => _direct.Ecs.ListTasksAsync(_name, new(), CancellationToken.None);

    /// <summary>The tags that a revision has at moto.</summary>
    public async Task<IReadOnlyDictionary<string, string>> TagsAsync(string revision) => (await _direct.Ecs.DescribeTaskDefinitionAsync(revision, CancellationToken.None)).Tags;

    public async ValueTask DisposeAsync()
    {
        Aws.Dispose();
        _direct.Dispose();
        await Proxy.DisposeAsync();
    }
}

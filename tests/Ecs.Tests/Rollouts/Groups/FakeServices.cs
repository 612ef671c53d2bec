using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Rollouts.Groups;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Rollouts.Groups;

/// <summary>A cluster <c>shop</c> whose services have the names of their families and deploy rolling: each update is complete, or failed, after some looks at it.</summary>
internal sealed class FakeServices : IDisposable
{
    private const int LooksOfADeployment = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Service> _services = [];
    private readonly Dictionary<string, (JsonObject Document, JsonArray Tags)> _revisions = [];
    private readonly List<string> _lines = [];
    private readonly Dictionary<string, Action<JsonObject>> _decorations = [];
    private readonly AwsClients _clients;

    /// <param name="names">Of the services that are there, each with revision 1 of its family.</param>
    public FakeServices(params string[] names)
    {
        foreach (var name in names) _services[name] = new(Register(Definition(name, "0").ToRegistration()));
        Aws.On("DescribeClusters", AwsAnswer.Ok("{'clusters':[{'clusterName':'shop','status':'ACTIVE'}],'failures':[]}"))
            .On("ListTasks", AwsAnswer.Ok("{'taskArns':[]}"))
            .On("DescribeServices", request => AwsAnswer.Ok(Describe(request.Document)))
            .On("DescribeTaskDefinition", request => AwsAnswer.Ok(DescribeRevision((string)request.Document["taskDefinition"]!)))
            .On("RegisterTaskDefinition", Register)
            .On("DeregisterTaskDefinition", AwsAnswer.Ok("{'taskDefinition':{}}"))
            .On("TagResource", request => Tag(request.Document))
            .On("CreateService", request => Update((string)request.Document["serviceName"]!, request.Document))
            .On("UpdateService", request => Update((string)request.Document["service"]!, request.Document));
        _clients = AwsClients.Create(
            new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s"), Limits = new() { Attempts = 1, Delay = TimeSpan.Zero, SettleTime = TimeSpan.Zero } }, Aws);
    }

    public FakeAws Aws { get; } = new();

    public AwsClients Clients => _clients;

    public ManualTimeProvider Time { get; } = new();

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Updates that are refused or fail, as <c>family:revision</c>.</summary>
    public Dictionary<string, string> Ends { get; } = [];

    /// <summary>What services were told to run, in the order of the calls.</summary>
    public IReadOnlyList<string> Moves => [.. Aws.Requests.Where(request => request.Key is "CreateService" or "UpdateService").Select(request => RevisionName.Of((string)request.Document["taskDefinition"]!))];

    /// <summary>Changes how a service is described.</summary>
    public void Decorate(string service, Action<JsonObject> change) => _decorations[service] = change;

    /// <summary>What deployments of a service were begun, oldest first.</summary>
    public IReadOnlyList<string> Begun(string service)
    {
        lock (_gate) return [.. _services[service].Begun];
    }

    /// <summary>Whether a service's last deployment is complete.</summary>
    public bool IsSettled(string service)
    {
        lock (_gate) return _services[service].IsSettled;
    }

    /// <summary>Begins a deployment that is not by UpdateService.</summary>
    public void Begin(string service, string target)
    {
        lock (_gate) _services[service].Begin(target, "COMPLETED");
    }

    /// <summary>The tags of a service, as <c>key=value</c>.</summary>
    public IEnumerable<string> TagsOfService(string name) => _services[name].Tags.Select(tag => $"{tag!["key"]}={tag["value"]}");

    /// <summary>The tags of a revision, as <c>key=value</c>.</summary>
    public IEnumerable<string> TagsOf(string revision) => _revisions[Arn(revision)].Tags.Select(tag => $"{tag!["key"]}={tag["value"]}");

    public string Runs(string service) => RevisionName.Of(_services[service].TaskDefinition);

    public static TaskDefinitionDocument Definition(string family, string digest) =>
        TaskDefinitionDocument.Parse($$"""{"family":"{{family}}","containerDefinitions":[{"name":"app","image":"app@sha256:{{digest}}"}]}""", $"{family}.json");

    /// <param name="digest">Of the image; 0 is what runs already.</param>
    public static GroupMember Member(string name, string digest = "1", params string[] after) =>
        new(name, new("shop", name, Definition(name, digest), TimeSpan.FromMinutes(2), $"slipway.yml:{name}")) { After = after };

    /// <summary>A run that is cancelled: the 5 seconds that AWS has then to answer are not skipped, however slow this machine is.</summary>
    public Task<IReadOnlyDictionary<string, RolloutResult>> RollAsync(IReadOnlyList<GroupMember> members, Func<GroupSteps, GroupSteps> change, CancellationToken cancellation) =>
        RollAsync(members, change, TimeSpan.FromSeconds(4), cancellation);

    public Task<IReadOnlyDictionary<string, RolloutResult>> RollAsync(IReadOnlyList<GroupMember> members, Func<GroupSteps, GroupSteps>? change = null) =>
        RollAsync(members, change, TimeSpan.FromSeconds(10), CancellationToken.None);

    private Task<IReadOnlyDictionary<string, RolloutResult>> RollAsync(IReadOnlyList<GroupMember> members, Func<GroupSteps, GroupSteps>? change, TimeSpan longest, CancellationToken cancellation)
    {
        var steps = new GroupSteps((_, _) => Task.CompletedTask, (_, _) => Task.CompletedTask) { Build = "42", Commit = "c0ffee" };
        return Time.RunAsync(new GroupRollout(_clients, Time, new Lister(_lines)).RunAsync(members, change?.Invoke(steps) ?? steps, cancellation), longest);
    }

    /// <summary>One service alone.</summary>
    public Task<RolloutResult> RollOneAsync(RolloutRequest request, IReleaseCompanion companion)
    {
        var steps = new RolloutSteps((_, _) => Task.CompletedTask, (_, _) => Task.CompletedTask) { Companion = companion };
        return Time.RunAsync(new Rollout(_clients, Time, new Lister(_lines)).RunAsync(request, steps, CancellationToken.None), TimeSpan.FromSeconds(10));
    }

    /// <summary>One service alone, and cancelled while what it runs is verified.</summary>
    public async Task RollUntilVerifiedAsync(RolloutRequest request)
    {
        using var cancelled = new CancellationTokenSource();
        var steps = new RolloutSteps((_, _) => Task.CompletedTask, async (_, token) =>
        {
            await cancelled.CancelAsync();
            token.ThrowIfCancellationRequested();
        });
        await Assert.CatchAsync<OperationCanceledException>(() => Time.RunAsync(new Rollout(_clients, Time, new Lister(_lines)).RunAsync(request, steps, cancelled.Token), TimeSpan.FromSeconds(4)));
    }

    public void Dispose()
    {
        _clients.Dispose();
        Aws.Dispose();
    }

    private static string Arn(string revision) => $"arn:aws:ecs:eu-west-2:111122223333:task-definition/{revision}";

    /// <summary>The answer to RegisterTaskDefinition.</summary>
    public AwsAnswer Register(RecordedRequest request) => AwsAnswer.Ok(new JsonObject { ["taskDefinition"] = new JsonObject { ["taskDefinitionArn"] = Register(request.Document) } });

    private string Register(JsonObject document)
    {
        lock (_gate)
        {
            var family = (string)document["family"]!;
            var arn = Arn($"{family}:{_revisions.Keys.Count(known => RevisionName.FamilyOf(known) == family) + 1}");
            var registered = document.DeepClone().AsObject();
            registered["taskDefinitionArn"] = arn;
            var tags = registered["tags"]?.DeepClone().AsArray() ?? [];
            registered.Remove("tags");
            _revisions[arn] = (registered, tags);
            return arn;
        }
    }

    private JsonObject DescribeRevision(string arn)
    {
        lock (_gate) return new() { ["taskDefinition"] = _revisions[arn].Document.DeepClone(), ["tags"] = _revisions[arn].Tags.DeepClone() };
    }

    private AwsAnswer Tag(JsonObject document)
    {
        lock (_gate)
        {
            var arn = (string)document["resourceArn"]!;
            var tags = _revisions.TryGetValue(arn, out var revision) ? revision.Tags : _services[arn[(arn.LastIndexOf('/') + 1)..]].Tags;
            foreach (var tag in document["tags"]!.AsArray().Select(tag => tag!.DeepClone().AsObject()))
            {
                if (tags.FirstOrDefault(known => (string?)known!["key"] == (string?)tag["key"]) is { } same) tags.Remove(same);
                tags.Add(tag);
            }

            return AwsAnswer.Ok("{}");
        }
    }

    private AwsAnswer Update(string name, JsonObject document)
    {
        lock (_gate)
        {
            var target = (string)document["taskDefinition"]!;
            if (Ends.GetValueOrDefault(RevisionName.Of(target)) == "REFUSED") return AwsAnswer.Refusal("AccessDeniedException", $"may not deploy {RevisionName.Of(target)}");
            if (!_services.TryGetValue(name, out var service)) _services[name] = service = new(target);
            service.Begin(target, Ends.GetValueOrDefault(RevisionName.Of(target)) ?? "COMPLETED");
            return AwsAnswer.Ok(new JsonObject { ["service"] = service.Describe(name) });
        }
    }

    private JsonObject Describe(JsonObject request)
    {
        lock (_gate)
        {
            var (found, failures) = (new JsonArray(), new JsonArray());
            foreach (var name in request["services"]!.AsArray().Select(name => (string)name!))
            {
                if (!_services.TryGetValue(name, out var service))
                {
                    failures.Add(new JsonObject { ["arn"] = name, ["reason"] = "MISSING" });
                    continue;
                }

                service.Look();
                var node = service.Describe(name);
                _decorations.GetValueOrDefault(name)?.Invoke(node);
                found.Add(node);
            }

            return new() { ["services"] = found, ["failures"] = failures };
        }
    }

    private sealed class Service(string taskDefinition)
    {
        private int _count = 1;
        private int _looks;
        private string _end = "COMPLETED";
        private string _state = "COMPLETED";

        public string TaskDefinition { get; private set; } = taskDefinition;

        public List<string> Begun { get; } = [];

        public JsonArray Tags { get; } = [];

        public bool IsSettled => _state == "COMPLETED";

        public void Begin(string target, string end)
        {
            (TaskDefinition, _end, _state, _looks, _count) = (target, end, "IN_PROGRESS", 0, _count + 1);
            Begun.Add(target);
        }

        public void Look()
        {
            if (++_looks >= LooksOfADeployment && _end != "IN_PROGRESS") _state = _end;
        }

        public JsonObject Describe(string name) => new()
        {
            ["serviceArn"] = $"arn:aws:ecs:eu-west-2:111122223333:service/shop/{name}",
            ["serviceName"] = name,
            ["tags"] = Tags.DeepClone(),
            ["status"] = "ACTIVE",
            ["taskDefinition"] = TaskDefinition,
            ["desiredCount"] = 1,
            ["runningCount"] = 1,
            ["deployments"] = new JsonArray(new JsonObject
            {
                ["id"] = $"d-{name}-{_count}",
                ["status"] = "PRIMARY",
                ["taskDefinition"] = TaskDefinition,
                ["rolloutState"] = _state,
                ["rolloutStateReason"] = $"it is {_state}.",
                ["desiredCount"] = 1,
                ["runningCount"] = 1,
            }),
        };
    }
}

using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment.OneOff;

/// <summary>A cluster <c>main</c> with services and revisions, whose tasks end as soon as somebody looks.</summary>
internal sealed class FakeCluster : IDisposable
{
    private const string Prefix = "arn:aws:ecs:eu-west-2:111122223333:task-definition/";

    private readonly Dictionary<string, (JsonObject Document, Dictionary<string, string> Tags)> _revisions = [];
    private readonly List<JsonObject> _tasks = [];

    public FakeCluster()
    {
        Aws.On("DescribeServices", request => AwsAnswer.Ok(new JsonObject { ["services"] = new JsonArray([.. request.Document["services"]!.AsArray().Select(name => Service((string)name!))]) }))
            .On("DescribeTaskDefinition", request => AwsAnswer.Ok(Revision((string)request.Document["taskDefinition"]!)))
            .On("ListTaskDefinitions", request => AwsAnswer.Ok(new JsonObject { ["taskDefinitionArns"] = new JsonArray([.. _revisions.Keys.Where(arn => arn.StartsWith($"{Prefix}{(string)request.Document["familyPrefix"]!}:", StringComparison.Ordinal)).Reverse().Select(arn => JsonValue.Create(arn))]) }))
            .On("TagResource", request => Tag(request.Document))
            .On("RunTask", request => Start(request.Document))
            .On("ListTasks", request => AwsAnswer.Ok(new JsonObject { ["taskArns"] = new JsonArray([.. _tasks.Where(task => (string?)task["desiredStatus"] == (string?)request.Document["desiredStatus"]).Select(task => task["taskArn"]!.DeepClone())]) }))
            .On("DescribeTasks", request => AwsAnswer.Ok(new JsonObject { ["tasks"] = new JsonArray([.. request.Document["tasks"]!.AsArray().Select(arn => Look((string)arn!))]) }));
        Clients = AwsClients.Create(
            new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s"), Limits = new() { Attempts = 1 } }, Aws);
    }

    public FakeAws Aws { get; } = new();

    public AwsClients Clients { get; }

    /// <summary>The commands that were run, in their order, each with its revision: <c>web:2 migrate</c>.</summary>
    public IReadOnlyList<string> Ran => [.. Aws.DocumentsTo("RunTask").Select(task => $"{((string)task["taskDefinition"]!)[Prefix.Length..]} {Command(task)}")];

    /// <summary>Exit codes of commands that fail.</summary>
    public Dictionary<string, int> Fails { get; } = [];

    /// <summary>Registers a revision of a service's family.</summary>
    /// <returns>Its ARN.</returns>
    public string Register(string family, string build, string image = "1", string environment = "local")
    {
        var arn = $"{Prefix}{family}:{_revisions.Keys.Count(known => known.StartsWith($"{Prefix}{family}:", StringComparison.Ordinal)) + 1}";
        var document = JsonNode.Parse($$"""{"taskDefinitionArn":"{{arn}}","family":"{{family}}","containerDefinitions":[{"name":"app","image":"{{image}}"}]}""")!.AsObject();
        _revisions[arn] = (document, new() { ["slipway:application"] = "shop", ["slipway:environment"] = environment, ["slipway:build"] = build });
        return arn;
    }

    /// <summary>What <c>slipway:</c> tags a revision has beside those that it was registered with.</summary>
    public IReadOnlyDictionary<string, string> NotesOn(string arn) => _revisions[arn].Tags.Where(tag => tag.Key.StartsWith("slipway:ran-", StringComparison.Ordinal)).ToDictionary();

    /// <summary>As ECS does an hour after the end of a task.</summary>
    public void Forget() => _tasks.Clear();

    /// <summary>A task that an earlier run has started and whose end it has not seen.</summary>
    /// <param name="isRunning">Else it has ended by itself, with the exit code that its command has.</param>
    /// <param name="environment">Whose it is.</param>
    public void Leave(bool isRunning, string stopCode = "EssentialContainerExited", string environment = "local")
    {
        // As the run has sent it that is taken up again.
        var task = _tasks[^1];
        foreach (var (_, tags) in _revisions.Values) tags.Keys.Where(key => key.StartsWith("slipway:ran-", StringComparison.Ordinal)).ToList().ForEach(key => tags.Remove(key));
        task["tags"]!.AsArray().Single(tag => (string?)tag!["key"] == "slipway:environment")!["value"] = environment;
        task["lastStatus"] = isRunning ? "RUNNING" : "STOPPED";
        task["desiredStatus"] = isRunning ? "RUNNING" : "STOPPED";
        task["stopCode"] = isRunning ? null : stopCode;
    }

    public void Dispose()
    {
        Clients.Dispose();
        Aws.Dispose();
    }

    private JsonObject Service(string name) => new() { ["serviceName"] = name, ["status"] = "ACTIVE", ["launchType"] = "EC2", ["taskDefinition"] = _revisions.Keys.Last(arn => arn.StartsWith($"{Prefix}{name}:", StringComparison.Ordinal)) };

    private JsonObject Revision(string arn) => new()
    {
        ["taskDefinition"] = _revisions[arn].Document.DeepClone(),
        ["tags"] = new JsonArray([.. _revisions[arn].Tags.Select(tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value })]),
    };

    private AwsAnswer Tag(JsonObject request)
    {
        foreach (var tag in request["tags"]!.AsArray()) _revisions[(string)request["resourceArn"]!].Tags[(string)tag!["key"]!] = (string)tag["value"]!;
        return AwsAnswer.Ok("{}");
    }

    private AwsAnswer Start(JsonObject request)
    {
        var task = new JsonObject
        {
            ["taskArn"] = $"arn:task/main/t{_tasks.Count + 1}",
            ["tags"] = request["tags"]!.DeepClone(),
            ["overrides"] = request["overrides"]!.DeepClone(),
            ["lastStatus"] = "PENDING",
            ["desiredStatus"] = "RUNNING",
        };
        _tasks.Add(task);
        return AwsAnswer.Ok(new JsonObject { ["tasks"] = new JsonArray(task.DeepClone()) });
    }

    /// <summary>One that is running is so once, and has ended then.</summary>
    private JsonObject Look(string arn)
    {
        var task = _tasks.Find(one => (string?)one["taskArn"] == arn)!;
        var now = task.DeepClone().AsObject();
        (task["lastStatus"], task["desiredStatus"]) = ("STOPPED", "STOPPED");
        task["stopCode"] ??= "EssentialContainerExited";
        task["containers"] = new JsonArray(new JsonObject { ["name"] = "app", ["exitCode"] = Fails.GetValueOrDefault(Command(task)) });
        return now;
    }

    private static string Command(JsonObject task) => string.Join(' ', task["overrides"]!["containerOverrides"]![0]!["command"]!.AsArray());
}

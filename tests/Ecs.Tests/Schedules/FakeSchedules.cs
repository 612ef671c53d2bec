using System.Net;
using System.Text.Json.Nodes;
using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Schedules;
using Slipway.Testing;

namespace Slipway.Ecs.Tests.Schedules;

/// <summary>Schedules of EventBridge Scheduler, of which an update replaces all.</summary>
internal sealed class FakeSchedules
{
    private readonly Dictionary<string, JsonObject> _schedules = [];

    public FakeSchedules(FakeAws aws, params string[] names)
    {
        foreach (var name in names)
        {
            aws.On($"GET /schedules/{name}", _ => _schedules.TryGetValue(name, out var found) ? AwsAnswer.Ok(found.DeepClone().AsObject()) : Missing(name))
                .On($"POST /schedules/{name}", request => Set(name, "created", request.Document))
                .On($"PUT /schedules/{name}", request => Set(name, "updated", request.Document))
                .On($"DELETE /schedules/{name}", _ => Remove(name));
        }
    }

    /// <summary>What was changed, in the order of the calls: <c>updated nightly web:2</c>.</summary>
    public List<string> Changes { get; } = [];

    /// <summary>Changes that are refused.</summary>
    public HashSet<string> Refused { get; } = [];

    /// <summary>Called after each change.</summary>
    public Action Changed { get; set; } = () => { };

    public JsonObject this[string name]
    {
        get => _schedules[name];
        set => _schedules[name] = value;
    }

    public bool Has(string name) => _schedules.ContainsKey(name);

    /// <summary>As GetSchedule gives it, with what others have set.</summary>
    public static JsonObject Schedule(string name, string revision) => JsonNode.Parse("""
        {"Arn": "arn:aws:scheduler:eu-west-2:111122223333:schedule/default/NAME", "CreationDate": 1, "LastModificationDate": 2, "Name": "NAME", "GroupName": "default",
         "ScheduleExpression": "cron(0 3 * * ? *)", "ScheduleExpressionTimezone": "Europe/London", "State": "DISABLED", "Description": "by hand", "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 5},
         "ActionAfterCompletion": "NONE", "StartDate": 1700000000.5, "KmsKeyArn": null,
         "Target": {"Arn": "arn:aws:ecs:eu-west-2:111122223333:cluster/shop", "RoleArn": "arn:aws:iam::111122223333:role/own", "Input": "{\"containerOverrides\": [{\"name\": \"app\", \"environment\": [{\"name\": \"A\", \"value\": \"1\"}]}]}",
           "RetryPolicy": {"MaximumEventAgeInSeconds": 60, "MaximumRetryAttempts": 0}, "DeadLetterConfig": {"Arn": "arn:aws:sqs:eu-west-2:111122223333:dead"},
           "EcsParameters": {"TaskDefinitionArn": "REVISION", "TaskCount": 2, "LaunchType": "FARGATE", "Unheard": [{"of": true}]}}}
        """.Replace("NAME", name, StringComparison.Ordinal).Replace("REVISION", Arn(revision), StringComparison.Ordinal))!.AsObject();

    public static string Arn(string revision) => $"arn:aws:ecs:eu-west-2:111122223333:task-definition/{revision}";

    public static WantedSchedule Wanted(string name, string service = "web") => new(name, service, "default", name, $"slipway.yml:{name}") { Cluster = "shop", EcsService = service };

    public string Runs(string name) => RevisionName.Of((string)_schedules[name]["Target"]!["EcsParameters"]!["TaskDefinitionArn"]!);

    private AwsAnswer Set(string name, string what, JsonObject document)
    {
        var change = $"{what} {name} {RevisionName.Of((string)document["Target"]!["EcsParameters"]!["TaskDefinitionArn"]!)}";
        if (Refused.Contains(change)) return AwsAnswer.Refusal("ValidationException", "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.");
        Changes.Add(change);
        document.Remove("ClientToken");
        document["Name"] = name;
        _schedules[name] = document;
        Changed();
        return AwsAnswer.Ok("{'ScheduleArn':'arn'}");
    }

    private AwsAnswer Remove(string name)
    {
        Changes.Add($"deleted {name}");
        return _schedules.Remove(name) ? AwsAnswer.Ok("{}") : Missing(name);
    }

    private static AwsAnswer Missing(string name) => AwsAnswer.Refusal("ResourceNotFoundException", $"Schedule {name} does not exist.", HttpStatusCode.NotFound);
}

using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Schedules.Api;

/// <summary>EventBridge Scheduler, version 2021-06-30.</summary>
internal sealed class SchedulerApi(ScheduleCalls schedules, GroupCalls groups) : IRestService
{
    public const string Name = "scheduler";

    public string SigningName => Name;

    public IReadOnlyList<RestRoute> Routes { get; } =
    [
        new("POST", "/schedules/{Name}", "CreateSchedule"),
        new("GET", "/schedules/{Name}", "GetSchedule", ("groupName", "GroupName")),
        new("PUT", "/schedules/{Name}", "UpdateSchedule"),
        new("DELETE", "/schedules/{Name}", "DeleteSchedule", ("groupName", "GroupName"), ("clientToken", "ClientToken")),
        new("GET", "/schedules", "ListSchedules", ("ScheduleGroup", "GroupName"), ("NamePrefix", "NamePrefix"), ("State", "State"), ("MaxResults", "MaxResults"), ("NextToken", "NextToken")),
        new("POST", "/schedule-groups/{Name}", "CreateScheduleGroup"),
        new("GET", "/schedule-groups/{Name}", "GetScheduleGroup"),
        new("DELETE", "/schedule-groups/{Name}", "DeleteScheduleGroup", ("clientToken", "ClientToken")),
        new("GET", "/schedule-groups", "ListScheduleGroups", ("NamePrefix", "NamePrefix"), ("MaxResults", "MaxResults"), ("NextToken", "NextToken")),
        new("GET", "/tags/{ResourceArn}", "ListTagsForResource"),
        new("POST", "/tags/{ResourceArn}", "TagResource"),
        new("DELETE", "/tags/{ResourceArn}", "UntagResource", ("TagKeys", "TagKeys[]")),
    ];

    public IReadOnlyList<string> Unsupported { get; } =
    [
        "CreateSchedule,UpdateSchedule KmsKeyArn",
        "CreateSchedule,UpdateSchedule Target.DeadLetterConfig",
        "CreateSchedule,UpdateSchedule Target.EventBridgeParameters",
        "CreateSchedule,UpdateSchedule Target.KinesisParameters",
        "CreateSchedule,UpdateSchedule Target.SageMakerPipelineParameters",
        "CreateSchedule,UpdateSchedule Target.SqsParameters",
    ];

    public Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken) => operation switch
    {
        "CreateSchedule" => schedules.CreateAsync(request, cancellationToken),
        "GetSchedule" => Task.FromResult(schedules.Get(request)),
        "UpdateSchedule" => schedules.UpdateAsync(request, cancellationToken),
        "DeleteSchedule" => schedules.DeleteAsync(request, cancellationToken),
        "ListSchedules" => Task.FromResult(schedules.List(request)),
        "CreateScheduleGroup" => groups.CreateAsync(request, cancellationToken),
        "GetScheduleGroup" => Task.FromResult(groups.Get(request)),
        "DeleteScheduleGroup" => groups.DeleteAsync(request, cancellationToken),
        "ListScheduleGroups" => Task.FromResult(groups.List(request)),
        "ListTagsForResource" => Task.FromResult(groups.ListTags(request)),
        "TagResource" => groups.TagAsync(request, cancellationToken),
        "UntagResource" => groups.UntagAsync(request, cancellationToken),
        _ => throw AwsErrorException.UnknownOperation("EventBridge Scheduler", operation),
    };
}

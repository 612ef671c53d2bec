using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.Schedules.Resources;

namespace Slipway.LocalAws.Schedules.Api;

/// <summary>What a schedule may invoke: RunTask in a cluster of ECS. Who may take on the role is not checked.</summary>
internal sealed partial class TargetRules(LocalAwsOptions options)
{
    private const int LongestArn = 1600;

    /// <summary>Seconds.</summary>
    private const int LongestAge = 86_400;
    private const int MostAttempts = 185;

    /// <returns>The target with the defaults of what was left out.</returns>
    /// <exception cref="AwsErrorException">It cannot be one, or it is one of another service.</exception>
    public JsonObject Check(JsonObject request)
    {
        var target = request.RequiredObject("Target", "target").DeepClone().AsObject();
        var arn = target.Required("Arn", "target.arn");
        Members.Length(arn, "target.arn", 1, LongestArn);
        if (!Role().IsMatch(target.Required("RoleArn", "target.roleArn")))
            throw ScheduleErrors.Constraint(target.Text("RoleArn"), "target.roleArn", @"Member must satisfy regular expression pattern: ^arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@\/-]+$");
        Members.Length(target.Text("Input"), "target.input", 1, int.MaxValue);
        if (!arn.StartsWith($"arn:aws:ecs:{options.Region}:{options.Account}:cluster/", StringComparison.Ordinal))
            throw AwsErrorException.NotImplemented($"the target '{arn}' of EventBridge Scheduler, which has to be a cluster of ECS in account {options.Account} and region {options.Region}");
        CheckTask(target.Object("EcsParameters") ?? throw ScheduleErrors.Invalid("EcsParameters must be specified for a target of Amazon ECS."));
        target["RetryPolicy"] = Retries(target.Object("RetryPolicy") ?? []);
        return target;
    }

    private static void CheckTask(JsonObject task)
    {
        const string Path = "target.ecsParameters";
        Members.Length(task.Required("TaskDefinitionArn", $"{Path}.taskDefinitionArn"), $"{Path}.taskDefinitionArn", 1, LongestArn);
        Members.Between(task.Number("TaskCount"), $"{Path}.taskCount", 1, 10);
        Members.OneOf(task.Text("LaunchType"), $"{Path}.launchType", "EC2", "FARGATE", "EXTERNAL");
        Members.OneOf(task.Text("PropagateTags"), $"{Path}.propagateTags", "TASK_DEFINITION");
        if (task.Object("NetworkConfiguration")?.Object("awsvpcConfiguration") is { } network)
        {
            if (network["Subnets"] is null)
                throw ScheduleErrors.Constraint(null, $"{Path}.networkConfiguration.awsvpcConfiguration.subnets", "Member must not be null");
            Members.OneOf(network.Text("AssignPublicIp"), $"{Path}.networkConfiguration.awsvpcConfiguration.assignPublicIp", "ENABLED", "DISABLED");
        }
    }

    private static JsonObject Retries(JsonObject given) => new()
    {
        ["MaximumEventAgeInSeconds"] = Members.Between(given.Number("MaximumEventAgeInSeconds"), "target.retryPolicy.maximumEventAgeInSeconds", 60, LongestAge) ?? LongestAge,
        ["MaximumRetryAttempts"] = Members.Between(given.Number("MaximumRetryAttempts"), "target.retryPolicy.maximumRetryAttempts", 0, MostAttempts) ?? MostAttempts,
    };

    [GeneratedRegex(@"^arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@\/-]+$")]
    private static partial Regex Role();
}

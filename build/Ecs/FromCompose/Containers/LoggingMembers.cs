using System.Text.Json.Nodes;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Where a container's output goes: to CloudWatch Logs, unless the Compose file names another place that ECS knows.</summary>
internal static class LoggingMembers
{
    private const string CloudWatch = "awslogs";
    private static readonly string[] OnFargate = [CloudWatch, "splunk", "awsfirelens"];
    private static readonly string[] OnInstances = [.. OnFargate, "fluentd", "gelf", "journald", "logentries", "syslog"];

    public static IReadOnlyList<string> Keys { get; } = ["logging", "log_driver", "log_opt"];

    public static void Add(ServiceConversion conversion)
    {
        var from = conversion.From.Object("logging");
        var driver = from.Text("driver");
        var options = new JsonObject(from.Members("options").Select(option => KeyValuePair.Create(option.Key, (JsonNode?)(option.Value.Text() ?? ""))));
        if (driver is null || !(conversion.IsFargate ? OnFargate : OnInstances).Contains(driver))
        {
            if (from.Count > 0) conversion.Warn("logging", $"driver '{driver ?? "json-file"}' becomes awslogs; the options of the driver are left out");
            (driver, options) = (CloudWatch, []);
        }

        if (driver == CloudWatch)
        {
            options["awslogs-group"] ??= conversion.Options.LogGroup;
            options["awslogs-region"] ??= conversion.Options.Region;
            options["awslogs-stream-prefix"] ??= conversion.Service.ContainerName;
            if (conversion.IsFargate) conversion.Task.NeedsExecutionRole = true;
        }

        conversion.Container["logConfiguration"] = options.Count == 0 ? new() { ["logDriver"] = driver } : new JsonObject { ["logDriver"] = driver, ["options"] = options };
    }
}

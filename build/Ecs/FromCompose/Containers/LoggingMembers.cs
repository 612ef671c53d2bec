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
        var (options, secrets) = IsTaken(driver, conversion.IsFargate) ? Options(conversion) : ([], []);
        if (!IsTaken(driver, conversion.IsFargate))
        {
            if (from.Count > 0) conversion.Warn("logging", $"driver '{driver ?? "json-file"}' becomes awslogs; the options of the driver are left out");
            driver = CloudWatch;
        }

        if (driver == CloudWatch)
        {
            options["awslogs-group"] ??= conversion.Options.LogGroup;
            options["awslogs-region"] ??= conversion.Options.Region;
            options["awslogs-stream-prefix"] ??= conversion.Service.ContainerName;
            if (conversion.IsFargate) conversion.Task.NeedsExecutionRole = true;
        }

        var configuration = new JsonObject { ["logDriver"] = driver };
        if (options.Count > 0) configuration["options"] = options;
        if (secrets.Count > 0) Refer(conversion, configuration, secrets);
        conversion.Container["logConfiguration"] = configuration;
    }

    /// <summary>Values of the driver's options that are written into the task definition; none where ECS does not have the driver.</summary>
    public static IReadOnlyList<string> PlainOptions(ComposeService service, bool isFargate)
    {
        var from = service.Node.Object("logging");
        return IsTaken(from.Text("driver"), isFargate) ? [.. from.Members("options").Where(option => !IsSecret(option.Key, option.Value.Text())).Select(option => option.Value.Text()).OfType<string>()] : [];
    }

    private static bool IsTaken(string? driver, bool isFargate) => driver is not null && (isFargate ? OnFargate : OnInstances).Contains(driver);

    /// <summary>Options, and names of those that are secrets; a rehearsal has no such names.</summary>
    private static (JsonObject Plain, List<string> Secret) Options(ServiceConversion conversion)
    {
        var (plain, secret) = (new JsonObject(), new List<string>());
        foreach (var (name, node) in conversion.From.Object("logging").Members("options"))
        {
            var value = node.Text() ?? "";
            if (!conversion.Options.IsRehearsal && IsSecret(name, value)) secret.Add(name);
            else plain[name] = conversion.Written.OfText("logging", value, service => service.Node.Object("logging").Object("options").Text(name));
        }

        return (plain, secret);
    }

    /// <summary>An option is called like a secret also where this machine has no value of it.</summary>
    private static bool IsSecret(string option, string? value) => SecretNames.IsNameOfSecret(option) || SecretNames.IsSecret(option, value ?? "");

    private static void Refer(ServiceConversion conversion, JsonObject configuration, List<string> secrets)
    {
        configuration["secretOptions"] = secrets.Select(name => new JsonObject { ["name"] = name, ["valueFrom"] = conversion.Options.SecretArn(SecretFiles.NameOf(name)) }).ToJson();
        conversion.Task.NeedsExecutionRole = true;
        conversion.Warn("logging", $"{string.Join(", ", secrets)}: a secret does not belong in a task definition; put it into Secrets Manager or Parameter Store and its ARN into 'secretOptions'");
    }
}

using System.Text.RegularExpressions;

namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>What values of options must be like. Each rule answers with the problem, or null when there is none.</summary>
internal static partial class OptionRules
{
    /// <summary>The value of <c>--wait-until</c> for a pause at any stage.</summary>
    internal const string Paused = "paused";

    /// <summary>Long names, then the letters that stand for them.</summary>
    internal static readonly string[] Verbosities =
        ["quiet", "minimal", "normal", "verbose", "diagnostic", "q", "m", "n", "v", "d"];

    internal static readonly string[] LaunchTypes = ["ec2", "fargate"];

    internal static readonly string[] Divisions = ["one", "each"];

    /// <summary>The targets that call AWS, of which a policy can be asked for.</summary>
    internal static readonly string[] PolicyTargetNames =
        ["Deploy", "Promote", "Rollback", "Continue", "Verify", "Status", "Logs", "Diff", "Doctor", "Run", "Exec", "Unlock", "CleanRevisions"];

    /// <summary>The targets that answer in JSON. Policy writes to a folder, too.</summary>
    internal static readonly string[] JsonTargetNames = ["Logs", "Policy", "Run", "Status", "Verify"];

    internal static readonly string[] Shells = ["bash", "zsh", "fish", "powershell"];

    /// <summary>At which a lifecycle hook of ECS can pause a deployment.</summary>
    private static readonly string[] Stages =
        ["reconcile-service", "pre-scale-up", "post-scale-up", "post-test-traffic-shift", "pre-production-traffic-shift", "post-production-traffic-shift"];

    internal static readonly string[] Waits = ["shifted", "terminated", Paused, .. Stages];

    public static string? LaunchType(string value) =>
        LaunchTypes.Contains(value) ? null : $"'{value}' is not a launch type{Suggestion.Phrase(value, LaunchTypes)}";

    public static string? Division(string value) => Divisions.Contains(value) ? null : $"'{value}' is not a choice for the services of a Compose file{Suggestion.Phrase(value, Divisions)}";

    public static string? Shell(string value) => Shells.Contains(value) ? null : $"'{value}' is not a shell that can be completed in{Suggestion.Phrase(value, Shells)}";

    /// <summary>Stages are taken as ECS writes them, too.</summary>
    public static string? WaitUntil(string value) =>
        Waits.Contains(value) || Stages.Contains(value.ToLowerInvariant().Replace('_', '-')) ? null : $"'{value}' is not a stage of a deployment{Suggestion.Phrase(value, Waits)}";

    public static string? TimeLimit(string value) =>
        Duration.Parse(value) is { Time.Ticks: > 0 } ? null : $"'{value}' is not a duration of at most 24 hours; write, for example, '90s', '10m' or '1h30m'";

    /// <summary>A cluster and a service, by their names.</summary>
    public static string? EcsService(string value) =>
        value.Split('/') is [{ Length: > 0 } cluster, { Length: > 0 } service] && ValueRules.EcsName(cluster) is null && ValueRules.EcsName(service) is null
            ? null
            : $"'{value}' is not a service of ECS; write 'CLUSTER/SERVICE'";

    public static string? Since(string value) =>
        Duration.Parse(value) is null ? $"'{value}' is not a time that Logs can go back: hours, minutes and seconds, such as '90s', '10m' or '1h30m', 24 hours at most" : null;

    /// <summary>As a target is spelt, whatever the case of what is given.</summary>
    public static string PolicyTarget(string value) => PolicyTargetNames.First(target => string.Equals(target, value, StringComparison.OrdinalIgnoreCase));

    public static string? PolicyTargets(string value)
    {
        var names = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.FirstOrDefault(name => !PolicyTargetNames.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown
            ? $"'{unknown}' is not a target that calls AWS{Suggestion.Phrase(unknown, PolicyTargetNames)}"
            : names.Length > 0 ? null : "it names no target";
    }

    /// <summary>It becomes the value of a tag, which has 256 characters.</summary>
    public static string? Approver(string value) =>
        string.IsNullOrWhiteSpace(value) ? "it names nobody"
        : value.Length > 256 || value.Any(char.IsControl) ? "it is not a name: 256 characters at most, in one line"
        : null;

    /// <summary>Git decides what it is; it takes no option for one.</summary>
    public static string? Commit(string value) => value.Length > 0 && value[0] != '-' ? null : $"'{value}' is not a commit; write a branch, a tag or a hash";

    public static string? Command(string value) => CommandWords.Split(value).Problem;

    public static string? Container(string value) => ValueRules.EcsName(value);

    public static string? Role(string value) =>
        RoleArn().IsMatch(value) ? null : $"'{value}' is not the ARN of a role; write 'arn:aws:iam::ACCOUNT:role/NAME'";

    public static string? Verbosity(string value) =>
        Verbosities.Contains(value, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"'{value}' is not a verbosity{Suggestion.Phrase(value, Verbosities[..5])}";

    [GeneratedRegex(@"^arn:aws(-[a-z-]+)?:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+\z")]
    private static partial Regex RoleArn();
}

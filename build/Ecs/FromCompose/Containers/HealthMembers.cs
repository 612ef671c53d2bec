using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>The health check, in whole seconds and within ECS's limits.</summary>
internal static class HealthMembers
{
    /// <summary>Docker's default, where ECS's is 5.</summary>
    private const int DefaultTimeout = 30;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<string> Keys { get; } = ["healthcheck"];

    public static void Add(ServiceConversion conversion)
    {
        var from = conversion.From.Object("healthcheck");
        var command = conversion.Service.HealthCommand;
        if (command.Count == 0)
        {
            if (conversion.Service.HasEmptyCheck)
                conversion.Warn("healthcheck", $"'{string.Join(' ', from.Texts("test").Skip(1))}' always succeeds and checks nothing; it is left out, so ECS goes by whether the container runs");
            if (from.Texts("test").Count == 0 && from.Count > 0 && !from.Flag("disable"))
                conversion.Warn("healthcheck", "it has no 'test', and ECS does not check the health check of an image; it is left out");
            return;
        }

        if (IsWithoutItsScript(conversion, command)) return;
        var words = conversion.Written.OfWords("healthcheck", command, service => service.HealthCommand);
        var check = new JsonObject { ["command"] = conversion.Peers.OfHealthCheck(words).ToJson() };
        AddSeconds(conversion, from, check, "interval", "interval", (5, 300));
        AddSeconds(conversion, from, check, "timeout", "timeout", (2, 60));
        if (!check.ContainsKey("timeout")) check["timeout"] = DefaultTimeout;
        if (from.Integer("retries") is { } retries) check["retries"] = Within(conversion, "retries", retries.ToString(), retries, (1, 10), "");
        AddSeconds(conversion, from, check, "start_period", "startPeriod", (0, 300));
        if (from.Says("start_interval")) conversion.Warn("healthcheck.start_interval", "ECS has one interval only");
        conversion.Container["healthCheck"] = check;
    }

    /// <summary>What is mounted over an image that others publish is not in it: the container would never become healthy. What is built may have it.</summary>
    private static bool IsWithoutItsScript(ServiceConversion conversion, IReadOnlyList<string> command)
    {
        var text = string.Join(' ', command);
        var missing = conversion.LeftOutPaths.Where(path => Regex.IsMatch(text, $"{Regex.Escape(path.TrimEnd('/'))}(?![A-Za-z0-9_.-])", RegexOptions.None, Limit)).ToList();
        foreach (var path in missing)
        {
            conversion.Warn("healthcheck", $"it uses {path}, which is mounted here and left out; " + (conversion.Service.IsBuilt
                ? "where the image does not contain it, the container never becomes healthy"
                : "so is the health check, since the image that is pulled does not contain it: write one with what the image has"));
        }

        if (missing.Count == 0 || conversion.Service.IsBuilt) return false;
        conversion.Task.Unchecked.Add(conversion.Service.Name);
        return true;
    }

    private static void AddSeconds(ServiceConversion conversion, JsonObject from, JsonObject check, string key, string member, (int Least, int Most) limits)
    {
        if (from.Text(key) is not { } text) return;
        if (ComposeUnits.Seconds(text) is { } seconds) check[member] = Within(conversion, key, text, seconds, limits, " s");
        else conversion.Warn($"healthcheck.{key}", $"'{text}' is no duration");
    }

    private static int Within(ServiceConversion conversion, string key, string text, double value, (int Least, int Most) limits, string unit)
    {
        var rounded = Math.Clamp(Math.Ceiling(value), limits.Least, limits.Most);
        if (rounded < value || value < limits.Least)
            conversion.Warn($"healthcheck.{key}", $"ECS takes {limits.Least} to {limits.Most}{unit}, so '{text}' becomes {rounded}{unit}");
        return (int)rounded;
    }
}

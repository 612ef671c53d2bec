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

        if (CommandOf(conversion, command) is not { } words) return;
        var check = new JsonObject { ["command"] = words.ToJson() };
        AddSeconds(conversion, from, check, "interval", "interval", (5, 300));
        AddSeconds(conversion, from, check, "timeout", "timeout", (2, 60));
        if (!check.ContainsKey("timeout")) check["timeout"] = DefaultTimeout;
        if (from.Integer("retries") is { } retries) check["retries"] = Within(conversion, "retries", retries.ToString(), retries, (1, 10), "");
        AddSeconds(conversion, from, check, "start_period", "startPeriod", (0, 300));
        if (from.Says("start_interval")) conversion.Warn("healthcheck.start_interval", "ECS has one interval only");
        conversion.Container["healthCheck"] = check;
    }

    /// <summary>What is mounted over an image that others publish is not in it: with a script from there the container would never become healthy. What is built may have it.</summary>
    /// <returns>Null when the health check is left out.</returns>
    private static IReadOnlyList<string>? CommandOf(ServiceConversion conversion, IReadOnlyList<string> command)
    {
        var text = string.Join(' ', command);
        if (conversion.LeftOutPaths.Find(path => Regex.IsMatch(text, $"{Regex.Escape(path.TrimEnd('/'))}(?![A-Za-z0-9_.-])", RegexOptions.None, Limit)) is not { } missing) return Own();
        var told = $"it uses {missing}, which is mounted here and left out; ";
        if (conversion.Service.IsBuilt)
        {
            conversion.Warn("healthcheck", told + "where the image does not contain it, the container never becomes healthy");
            return Own();
        }

        if (Usual(conversion.Service) is { } usual)
        {
            conversion.Warn("healthcheck", $"{told}the image that is pulled does not contain it, so '{string.Join(' ', usual.Skip(1))}' is written in its place");
            return usual;
        }

        conversion.Warn("healthcheck", told + "so is the health check, since the image that is pulled does not contain it: write one with what the image has");
        conversion.Task.Unchecked.Add(conversion.Service.Name);
        return null;

        IReadOnlyList<string> Own() => conversion.Peers.OfHealthCheck(conversion.Written.OfWords("healthcheck", command, service => service.HealthCommand));
    }

    /// <summary>What the image of a known server has for it; null for any other.</summary>
    private static IReadOnlyList<string>? Usual(ComposeService service) => service.Kind switch
    {
        ServiceKind.Postgres => ["CMD-SHELL", "pg_isready -U \"${POSTGRES_USER:-postgres}\""],
        ServiceKind.Cache when ServiceKinds.ServerWords(service).Any(word => word is "redis" or "valkey") => ["CMD", "redis-cli", "ping"],
        _ => null,
    };

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

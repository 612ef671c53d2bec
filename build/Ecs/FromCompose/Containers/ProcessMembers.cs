using System.Text.Json.Nodes;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>What a container runs, as whom, and how it ends.</summary>
internal static class ProcessMembers
{
    private const int ShortestStop = 2;
    private const int LongestFargateStop = 120;

    private static readonly string[] SwarmTimes = ["max_attempts", "delay", "window"];

    public static IReadOnlyList<string> Keys { get; } =
        ["command", "entrypoint", "working_dir", "user", "tty", "stdin_open", "read_only", "labels", "init", "privileged", "stop_grace_period", "restart"];

    public static void Add(ServiceConversion conversion)
    {
        var (from, container) = (conversion.From, conversion.Container);
        AddProcess(conversion);
        if (from.Text("working_dir") is { Length: > 0 } folder) container["workingDirectory"] = Written(conversion, "working_dir", folder);
        if (from.Text("user") is { Length: > 0 } user) container["user"] = Written(conversion, "user", user);
        if (from.Flag("tty")) container["pseudoTerminal"] = true;
        if (from.Flag("stdin_open")) container["interactive"] = true;
        if (from.Flag("read_only")) container["readonlyRootFilesystem"] = true;
        if (from.Flag("init")) conversion.Linux["initProcessEnabled"] = true;
        if (from.Flag("privileged") && !conversion.LeavesToEc2("privileged", "privileged")) container["privileged"] = true;
        AddLabels(conversion);
        AddStopTimeout(conversion);
        AddRestart(conversion);
    }

    private static string Written(ServiceConversion conversion, string key, string value) => conversion.Written.OfText(key, value, service => service.Node.Text(key));

    /// <summary>
    /// Compose writes null for what the image says, and an empty list for nothing, which ECS cannot tell apart. A command without the image's entry
    /// point is one whose first word is the entry point: with an entry point the engine leaves the image's command out.
    /// </summary>
    private static void AddProcess(ServiceConversion conversion)
    {
        var (entryPoint, command) = (Words(conversion, "entrypoint"), Words(conversion, "command"));
        if (entryPoint is { Count: 0 } && command is [var program, .. var arguments]) (entryPoint, command) = ([program], [.. arguments]);
        Add(conversion, "entrypoint", "entryPoint", entryPoint);
        // That of an entry point without arguments is cleared by the engine.
        if (command is not { Count: 0 } || entryPoint is not { Count: > 0 }) Add(conversion, "command", "command", command);
    }

    private static void Add(ServiceConversion conversion, string key, string member, List<string>? words)
    {
        if (words is { Count: > 0 }) conversion.Container[member] = words.ToJson();
        else if (words is not null) conversion.Warn(key, "it is empty, which clears the image's own; ECS cannot: set it in the image");
    }

    /// <returns>Null where Compose leaves it to the image.</returns>
    private static List<string>? Words(ServiceConversion conversion, string key) =>
        conversion.From[key] is null ? null
        : conversion.From.Texts(key) is { Count: > 0 } words ? [.. conversion.Peers.OfWords(key, conversion.Written.OfWords(key, words, service => service.Node.Texts(key)))] : [];

    private static void AddLabels(ServiceConversion conversion)
    {
        var labels = conversion.From.Members("labels").ToDictionary(label => label.Key, label => label.Value.Text() ?? "");
        if (labels.Count > 0) conversion.Container["dockerLabels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)conversion.Written.OfLabel(label.Key, label.Value))));
    }

    private static void AddStopTimeout(ServiceConversion conversion)
    {
        const string Key = "stop_grace_period";
        if (conversion.From.Text(Key) is not { } text) return;
        if (ComposeUnits.Seconds(text) is not { } seconds)
        {
            conversion.Warn(Key, $"'{text}' is no duration");
            return;
        }

        var wanted = Math.Clamp(Math.Ceiling(seconds), ShortestStop, conversion.IsFargate ? LongestFargateStop : int.MaxValue);
        if (conversion.IsFargate && seconds > LongestFargateStop) conversion.Warn(Key, $"'{text}' is longer than Fargate waits: stopTimeout is {LongestFargateStop} s");
        conversion.Container["stopTimeout"] = (int)wanted;
    }

    /// <summary>
    /// ECS restarts a container in its place only when it has run for five minutes; one that ends sooner ends its task, which the
    /// service replaces. So a release that crashes is still seen to crash.
    /// </summary>
    private static void AddRestart(ServiceConversion conversion)
    {
        var deploy = conversion.From.Object("deploy").Object("restart_policy");
        var restart = conversion.Service.Restart ?? "no";
        var policy = restart.Split(':')[0];
        if (conversion.Task.IsJob(conversion.Service) && !conversion.Task.IsOneShot(conversion.Service))
            conversion.Warn("restart", "'no', while other services keep running: the container is written as not essential, so the task continues when it ends; a service that must keep running needs 'restart: always'");
        if (policy is not ("always" or "unless-stopped" or "on-failure") || conversion.Task.IsJob(conversion.Service)) return;
        var restartPolicy = new JsonObject { ["enabled"] = true };
        if (policy == "on-failure") restartPolicy["ignoredExitCodes"] = new JsonArray(0);
        conversion.Container["restartPolicy"] = restartPolicy;
        if (restart.Contains(':', StringComparison.Ordinal)) conversion.Warn("restart", $"'{restart}': ECS does not count restarts; a container that keeps failing ends its task");
        foreach (var key in SwarmTimes.Where(deploy.Says))
            conversion.Warn($"deploy.restart_policy.{key}", "ECS decides itself how often and when it restarts");
    }
}

using System.Text.Json.Nodes;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Limits, capabilities, devices: what Linux gives a container.</summary>
internal static class KernelMembers
{
    private const string OnFargate = "SYS_PTRACE";

    public static IReadOnlyList<string> Keys { get; } = ["ulimits", "sysctls", "cap_add", "cap_drop", "shm_size", "devices", "security_opt"];

    public static void Add(ServiceConversion conversion)
    {
        AddUlimits(conversion);
        AddSysctls(conversion);
        AddCapabilities(conversion);
        if (ComposeUnits.MiB(conversion.From.Text("shm_size")) is { } shared && !conversion.LeavesToEc2("shm_size", "sharedMemorySize")) conversion.Linux["sharedMemorySize"] = shared;
        if (conversion.From.Texts("security_opt") is { Count: > 0 } options && !conversion.LeavesToEc2("security_opt", "dockerSecurityOptions"))
            conversion.Container["dockerSecurityOptions"] = options.ToJson();
        if (!conversion.LeavesToEc2("devices", "devices")) AddDevices(conversion);
    }

    private static void AddUlimits(ServiceConversion conversion)
    {
        var limits = new List<JsonObject>();
        foreach (var (name, value) in conversion.From.Members("ulimits"))
        {
            var both = conversion.From.Object("ulimits").Integer(name);
            var pair = value as JsonObject ?? [];
            both ??= pair.Integer("single");
            if ((both ?? pair.Integer("soft"), both ?? pair.Integer("hard")) is ({ } soft, { } hard))
                limits.Add(new() { ["name"] = name, ["softLimit"] = soft, ["hardLimit"] = hard });
            else
                conversion.Warn($"ulimits.{name}", "it has no number; it is left out");
        }

        if (limits.Count > 0) conversion.Container["ulimits"] = limits.ToJson();
    }

    private static void AddSysctls(ServiceConversion conversion)
    {
        var controls = conversion.From.Members("sysctls").Select(pair => Control(pair.Key, pair.Value.Text() ?? ""))
            .Concat(conversion.From.Texts("sysctls").Select(text => text.Split('=', 2)).Where(pair => pair.Length == 2).Select(pair => Control(pair[0], pair[1])))
            .ToList();
        if (controls.Count > 0) conversion.Container["systemControls"] = controls.ToJson();
    }

    private static JsonObject Control(string name, string value) => new() { ["namespace"] = name, ["value"] = value };

    private static void AddCapabilities(ServiceConversion conversion)
    {
        var capabilities = new JsonObject();
        var added = conversion.From.Texts("cap_add");
        var allowed = added.Where(name => !conversion.IsFargate || name == OnFargate).ToList();
        if (allowed.Count < added.Count) conversion.Warn("cap_add", $"Fargate adds {OnFargate} only; {string.Join(", ", added.Except(allowed))} {(added.Count - allowed.Count == 1 ? "is" : "are")} left out");
        if (allowed.Count > 0) capabilities["add"] = allowed.ToJson();
        if (conversion.From.Texts("cap_drop") is { Count: > 0 } dropped) capabilities["drop"] = dropped.ToJson();
        if (capabilities.Count > 0) conversion.Linux["capabilities"] = capabilities;
    }

    /// <summary>Mappings, or by older versions of Compose <c>/dev/host:/dev/container:rwm</c>.</summary>
    private static void AddDevices(ServiceConversion conversion)
    {
        var devices = conversion.From.Objects("devices").Select(device => Device(device.Text("source"), device.Text("target"), device.Text("permissions")))
            .Concat(conversion.From.Texts("devices").Select(text => text.Split(':')).Select(parts => Device(parts[0], parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2))))
            .OfType<JsonObject>().ToList();
        if (devices.Count > 0) conversion.Linux["devices"] = devices.ToJson();
    }

    private static JsonObject? Device(string? source, string? target, string? permissions)
    {
        if (source is not { Length: > 0 }) return null;
        var device = new JsonObject { ["hostPath"] = source, ["containerPath"] = target ?? source };
        var words = (permissions ?? "").Select(letter => letter switch { 'r' => "read", 'w' => "write", 'm' => "mknod", _ => null }).OfType<string>().ToList();
        if (words.Count > 0) device["permissions"] = words.ToJson();
        return device;
    }
}

using System.Text.Json.Nodes;

namespace Slipway.Ecs.FromCompose.Containers;

/// <summary>Memory in MiB and CPU in units of a 1024th of a core.</summary>
internal static class ResourceMembers
{
    private const int LeastMemory = 6;
    private const int UnitsOfCore = 1024;

    private static readonly string[] Devices = ["devices", "generic_resources"];

    public static IReadOnlyList<string> Keys { get; } = ["mem_limit", "mem_reservation", "cpus", "cpu_shares", "mem_swappiness", "memswap_limit"];

    public static void Add(ServiceConversion conversion)
    {
        var resources = conversion.From.Object("deploy").Object("resources");
        AddMemory(conversion, resources);
        AddSwap(conversion);
        AddCpu(conversion, resources);
        if (resources.Object("limits").Says("pids")) conversion.Warn("deploy.resources.limits.pids", "ECS does not limit the number of processes");
        foreach (var key in Devices.Where(resources.Object("reservations").Says))
            conversion.Warn($"deploy.resources.reservations.{key}", "devices are not carried over; for a GPU write 'resourceRequirements' by hand");
    }

    private static void AddMemory(ServiceConversion conversion, JsonObject resources)
    {
        var limit = Size(conversion, resources.Object("limits").Text("memory") ?? conversion.From.Text("mem_limit"));
        var reservation = Size(conversion, resources.Object("reservations").Text("memory") ?? conversion.From.Text("mem_reservation"));
        if (conversion.Task.HintsOf(conversion.Service).Memory is { } hint) (limit, reservation) = (limit >= hint ? limit : null, hint);
        if (limit is null && reservation is null)
        {
            // ECS needs one of the two.
            var need = MemoryNeeds.Of(conversion.Service);
            reservation = need?.Size ?? MemoryNeeds.Default;
            conversion.Task.Sized.Add((conversion.Service.Name, reservation.Value, need?.Source));
        }

        if (limit is { } memory) conversion.Container["memory"] = memory;
        if (reservation is { } wanted && !(wanted >= limit)) conversion.Container["memoryReservation"] = wanted;
    }

    private static int? Size(ServiceConversion conversion, string? text)
    {
        if (ComposeUnits.MiB(text) is not { } size) return null;
        if (size < LeastMemory) conversion.Warn("mem_limit", $"{size} MiB is less than Docker takes; it becomes {LeastMemory} MiB");
        return Math.Max(size, LeastMemory);
    }

    private static void AddSwap(ServiceConversion conversion)
    {
        if (conversion.From.Integer("mem_swappiness") is { } swappiness && !conversion.LeavesToEc2("mem_swappiness", "swappiness"))
            conversion.Linux["swappiness"] = Math.Clamp(swappiness, 0, 100);
        if (ComposeUnits.MiB(conversion.From.Text("memswap_limit")) is not { } both || conversion.LeavesToEc2("memswap_limit", "maxSwap")) return;
        if (conversion.Container.Integer("memory") is { } memory) conversion.Linux["maxSwap"] = Math.Max(0, both - memory);
        else conversion.Warn("memswap_limit", "without a limit of memory it has no meaning");
    }

    private static void AddCpu(ServiceConversion conversion, JsonObject resources)
    {
        var reserved = resources.Object("reservations").Amount("cpus");
        var limit = resources.Object("limits").Amount("cpus") ?? conversion.From.Amount("cpus");
        if (conversion.Task.HintsOf(conversion.Service).Cpu is { } units) conversion.Container["cpu"] = units;
        else if ((reserved ?? limit) is { } cores and > 0) conversion.Container["cpu"] = (int)Math.Clamp(Math.Round(cores * UnitsOfCore), 2, int.MaxValue);
        else if (conversion.From.Integer("cpu_shares") is { } shares and > 0) conversion.Container["cpu"] = Math.Max(2, shares);
        if (limit > 0 && !conversion.IsFargate) conversion.Warn("cpus", $"{limit} is a limit; on container instances 'cpu' is a share that is reserved, and the container may use more");
    }
}

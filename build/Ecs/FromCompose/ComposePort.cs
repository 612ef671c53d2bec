using System.Text.Json.Nodes;

namespace Slipway.Ecs.FromCompose;

/// <summary>One published port.</summary>
/// <param name="Target">The container's port.</param>
/// <param name="Published">The host's port; 0 when Docker is to choose one.</param>
/// <param name="HostIp">The address that it is published on; empty for all.</param>
/// <param name="Protocol">tcp or udp, or another that Compose lets through.</param>
public sealed record ComposePort(int Target, int Published, string HostIp, string Protocol)
{
    /// <summary>Whether only the machine itself reaches it.</summary>
    public bool IsLoopback => HostIp is "::1" or "localhost" || HostIp.StartsWith("127.", StringComparison.Ordinal);

    /// <summary>Null for what has no port of a container.</summary>
    internal static ComposePort? From(JsonObject port)
    {
        var target = port.Integer("target") ?? 0;
        var published = port.Integer("published") ?? 0;
        return target is > 0 and <= ushort.MaxValue
            ? new(target, published is > 0 and <= ushort.MaxValue ? published : 0, port.Text("host_ip") ?? "", port.Text("protocol") ?? "tcp")
            : null;
    }
}

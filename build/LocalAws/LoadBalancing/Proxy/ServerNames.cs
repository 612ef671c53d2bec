using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Proxy;

/// <summary>What target groups and targets are called in HAProxy.</summary>
internal static class ServerNames
{
    /// <summary>Of each algorithm; the image has as many backends.</summary>
    public const int Slots = 256;

    public static string Backend(TargetGroup group) =>
        $"{(TargetGroupAttributes.Of(group, TargetGroupAttributes.Algorithm) == TargetGroupAttributes.LeastOutstanding ? "lc" : "rr")}-{group.Slot}";

    /// <summary>Has all that makes a target what it is, so that a port that passes on to another container is another server.</summary>
    public static string Server(TaskTarget target) => $"{target.Id}:{target.Port}_{target.Address}_{target.ContainerPort}";

    /// <summary>Whether a backend is one of a target group.</summary>
    public static bool IsOfTargetGroup(string backend) =>
        backend.StartsWith("rr-", StringComparison.Ordinal) || backend.StartsWith("lc-", StringComparison.Ordinal);
}

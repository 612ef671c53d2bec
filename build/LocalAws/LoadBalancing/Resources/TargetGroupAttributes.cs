using System.Globalization;

namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>The attributes of target groups for HTTP and instances, with ELB's defaults.</summary>
internal static class TargetGroupAttributes
{
    public const string DeregistrationDelay = "deregistration_delay.timeout_seconds";
    public const string Algorithm = "load_balancing.algorithm.type";
    public const string LeastOutstanding = "least_outstanding_requests";
    public const string RoundRobin = "round_robin";

    public static readonly IReadOnlyDictionary<string, string> Defaults = new Dictionary<string, string>
    {
        [DeregistrationDelay] = "300",
        ["load_balancing.algorithm.anomaly_mitigation"] = "off",
        [Algorithm] = RoundRobin,
        ["load_balancing.cross_zone.enabled"] = "use_load_balancer_configuration",
        ["slow_start.duration_seconds"] = "0",
        ["stickiness.app_cookie.cookie_name"] = "",
        ["stickiness.app_cookie.duration_seconds"] = "86400",
        ["stickiness.enabled"] = "false",
        ["stickiness.lb_cookie.duration_seconds"] = "86400",
        ["stickiness.type"] = "lb_cookie",
        ["target_group_health.dns_failover.minimum_healthy_targets.count"] = "1",
        ["target_group_health.dns_failover.minimum_healthy_targets.percentage"] = "off",
        ["target_group_health.unhealthy_state_routing.minimum_healthy_targets.count"] = "1",
        ["target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage"] = "off",
    };

    public static string Of(TargetGroup group, string key) => group.Attributes.GetValueOrDefault(key) ?? Defaults[key];

    public static TimeSpan DelayOf(TargetGroup group) =>
        TimeSpan.FromSeconds(int.Parse(Of(group, DeregistrationDelay), CultureInfo.InvariantCulture));
}

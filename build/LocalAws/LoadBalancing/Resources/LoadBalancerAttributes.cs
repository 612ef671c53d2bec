using System.Globalization;

namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>The attributes of application load balancers, with ELB's defaults.</summary>
internal static class LoadBalancerAttributes
{
    public const string IdleTimeout = "idle_timeout.timeout_seconds";
    public const string DeletionProtection = "deletion_protection.enabled";

    public static readonly IReadOnlyDictionary<string, string> Defaults = new Dictionary<string, string>
    {
        ["access_logs.s3.bucket"] = "",
        ["access_logs.s3.enabled"] = "false",
        ["access_logs.s3.prefix"] = "",
        ["client_keep_alive.seconds"] = "3600",
        ["connection_logs.s3.bucket"] = "",
        ["connection_logs.s3.enabled"] = "false",
        ["connection_logs.s3.prefix"] = "",
        [DeletionProtection] = "false",
        [IdleTimeout] = "60",
        ["load_balancing.cross_zone.enabled"] = "true",
        ["routing.http.desync_mitigation_mode"] = "defensive",
        ["routing.http.drop_invalid_header_fields.enabled"] = "false",
        ["routing.http.preserve_host_header.enabled"] = "false",
        ["routing.http.x_amzn_tls_version_and_cipher_suite.enabled"] = "false",
        ["routing.http.xff_client_port.enabled"] = "false",
        ["routing.http.xff_header_processing.mode"] = "append",
        ["routing.http2.enabled"] = "true",
        ["waf.fail_open.enabled"] = "false",
        ["zonal_shift.config.enabled"] = "false",
    };

    /// <param name="balancer">Null for one that is just being deleted.</param>
    public static string Of(LoadBalancer? balancer, string key) => balancer?.Attributes.GetValueOrDefault(key) ?? Defaults[key];

    /// <summary>In seconds.</summary>
    public static int IdleTimeoutOf(LoadBalancer? balancer) => int.Parse(Of(balancer, IdleTimeout), CultureInfo.InvariantCulture);
}

using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.LoadBalancing.Proxy;

/// <summary>By what the containers and the network of load balancing are found on Docker.</summary>
internal static class ProxyLabels
{
    /// <summary>Holds the ARN of the listener that a container is of.</summary>
    public const string Listener = $"{LocalAwsOptions.LabelName}.listener";

    private const string RoleName = $"{LocalAwsOptions.LabelName}.role";
    private const string RoleValue = "load-balancing";

    /// <summary>A filter.</summary>
    public static string Role => $"{RoleName}={RoleValue}";

    public static Dictionary<string, string> Of(LocalAwsOptions options) => new([.. options.Labels, new(RoleName, RoleValue)]);
}

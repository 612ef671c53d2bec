using System.Security.Cryptography;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>Amazon Resource Names as ELB makes them: each ends with sixteen random digits.</summary>
internal sealed class LoadBalancingArns(LocalAwsOptions options)
{
    private const int IdBytes = 8;

    private readonly string _prefix = $"arn:aws:elasticloadbalancing:{options.Region}:{options.Account}";

    public string LoadBalancer(string name) => $"{_prefix}:loadbalancer/app/{name}/{Id()}";

    public string TargetGroup(string name) => $"{_prefix}:targetgroup/{name}/{Id()}";

    public static string Listener(string loadBalancerArn) => $"{loadBalancerArn.Replace(":loadbalancer/", ":listener/", StringComparison.Ordinal)}/{Id()}";

    public static string Rule(string listenerArn) => $"{listenerArn.Replace(":listener/", ":listener-rule/", StringComparison.Ordinal)}/{Id()}";

    /// <summary>The part by which metrics and the like name it: what follows the kind of resource.</summary>
    public static string NameOf(string loadBalancerArn) => loadBalancerArn.Split('/')[2];

    private static string Id() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
}

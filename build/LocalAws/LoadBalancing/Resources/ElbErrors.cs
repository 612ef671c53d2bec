using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.LoadBalancing.Resources;

/// <summary>What ELB refuses, in its own codes and sentences.</summary>
internal static class ElbErrors
{
    public static AwsErrorException LoadBalancerNotFound(string? named = null) =>
        new("LoadBalancerNotFound", named is null ? "One or more load balancers not found" : $"Load balancer '{named}' not found");

    public static AwsErrorException TargetGroupNotFound() => new("TargetGroupNotFound", "One or more target groups not found");

    public static AwsErrorException ListenerNotFound() => new("ListenerNotFound", "One or more listeners not found");

    public static AwsErrorException RuleNotFound() => new("RuleNotFound", "One or more rules not found");

    /// <summary>As in "For actions of type 'redirect', you must specify the following fields: 'RedirectConfig'": https://github.com/hashicorp/terraform/issues/32620</summary>
    public static AwsErrorException InvalidLoadBalancerAction(string message) => new("InvalidLoadBalancerAction", message);

    public static AwsErrorException Validation(string message) => new("ValidationError", message);

    public static AwsErrorException Missing(string name) =>
        Validation($"1 validation error detected: Value null at '{MemberName(name)}' failed to satisfy constraint: Member must not be null");

    public static AwsErrorException OutOfRange(string name, int value, string constraint) =>
        Validation($"1 validation error detected: Value '{value}' at '{MemberName(name)}' failed to satisfy constraint: Member must have value {constraint}");

    public static AwsErrorException NotOneOf(string name, string value, params IEnumerable<string> allowed) =>
        Validation($"1 validation error detected: Value '{value}' at '{MemberName(name)}' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", allowed)}]");

    public static AwsErrorException NotLike(string name, string value, string pattern) =>
        Validation($"1 validation error detected: Value '{value}' at '{MemberName(name)}' failed to satisfy constraint: Member must satisfy regular expression pattern: {pattern}");

    /// <summary>For what ELB can do and LocalAws cannot.</summary>
    public static AwsErrorException Unsupported(string what) => AwsErrorException.NotImplemented($"{what} of Elastic Load Balancing");

    /// <summary>As messages name a parameter: with a small letter.</summary>
    public static string MemberName(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}

using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of <c>deploy.loadBalancer</c>.</summary>
internal static class LoadBalancerKeys
{
    private const int HighestPort = 65535;

    private static readonly Key<string> Container = new("container", new TextSchema(TextRules.EcsName), "The container of the task definition that takes the requests.")
    {
        IsRequired = true,
        Example = "nginx",
    };

    private static readonly Key<int> Port = new("port", new NumberSchema(1, HighestPort), "Its port, as in its `portMappings`.") { IsRequired = true, Example = 80 };

    private static readonly Key<string> TargetGroup = new(
        "targetGroup", new TextSchema(TextRules.TargetGroup), "The ARN of the target group that the service's tasks are registered with, beside those that it has already.")
    {
        DefaultInWords = "none; required outside of a rehearsal",
        Example = "arn:aws:elasticloadbalancing:eu-west-2:123456789012:targetgroup/shop/0123456789abcdef",
    };

    private static readonly Key<int> Listener = new(
        "listener", new NumberSchema(1, HighestPort), "For the rehearsal: the port on 127.0.0.1 at which its load balancer listens. It makes load balancer, listener and target group itself.")
    {
        DefaultInWords = "none; required in a rehearsal",
        Example = 8080,
    };

    private static readonly Key<string> HealthCheck = new("healthCheck", new TextSchema(TextRules.UrlPath), "For the rehearsal: the path that its target group asks.")
    {
        Default = "/",
        Example = "/health",
    };

    private static readonly Key<string> HealthCodes = new(
        "healthCodes", new TextSchema(TextRules.StatusCodes), "For the rehearsal: the statuses that are good there, as the matcher of your own target group has them, from 200 to 499: `200`, `200,302` or `200-399`.")
    {
        Default = "200",
        Example = "200,302",
    };

    public static readonly ObjectSchema<LoadBalancerSettings> Shape = new(
        [Container, Port, TargetGroup, Listener, HealthCheck, HealthCodes],
        read => new(read.Of(Container), read.Of(Port), read.OrNull(TargetGroup), read.IfGiven(Listener), read.Of(HealthCheck), read.Of(HealthCodes), read.Place))
    {
        OneOf = [TargetGroup, Listener],
    };
}

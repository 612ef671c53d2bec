using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of <c>deploy.network</c>. Limits: Amazon ECS API reference, AwsVpcConfiguration.</summary>
internal static class NetworkKeys
{
    private const int MostSubnets = 16;
    private const int MostSecurityGroups = 5;

    public static readonly Key<bool> PublicIp = new("publicIp", new BooleanSchema(), "Whether a task gets a public IP address too, which Fargate has and container instances have not. In a public subnet a task on Fargate pulls its images by it.")
    {
        DefaultInWords = "what the service has; `false` where Slipway creates it",
        Example = true,
    };

    private static readonly Key<IReadOnlyList<string>> Subnets = new(
        "subnets", new ListSchema<string>(new TextSchema(TextRules.Subnet)) { AtLeastOne = true, Most = MostSubnets, WhyMost = "ECS takes 16 at most" }, "The subnets that the tasks run in, of one VPC.")
    {
        IsRequired = true,
        Example = new[] { "subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829" },
    };

    private static readonly Key<IReadOnlyList<string>> SecurityGroups = new(
        "securityGroups",
        new ListSchema<string>(new TextSchema(TextRules.SecurityGroup)) { AtLeastOne = true, Most = MostSecurityGroups, WhyMost = "ECS takes 5 at most" },
        "The security groups of the tasks.")
    {
        DefaultInWords = "what the service has; the VPC's default group where Slipway creates it",
        Example = new[] { "sg-0a1b2c3d4e5f60718" },
    };

    public static readonly ObjectSchema<NetworkSettings> Shape = new(
        [Subnets, SecurityGroups, PublicIp], read => new(read.Of(Subnets), read.OrNull(SecurityGroups), read.IfGiven(PublicIp), read.Place));
}

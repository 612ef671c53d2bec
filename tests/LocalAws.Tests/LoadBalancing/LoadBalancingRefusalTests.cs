using Slipway.LocalAws.Tests.LoadBalancing.Testing;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.LoadBalancing;

/// <summary>What is refused needs no engine: nothing is made.</summary>
public sealed class LoadBalancingRefusalTests
{
    private const string Subnets = "Subnets.member.1=a&Subnets.member.2=b";
    private const string Group = "Name=web&Protocol=HTTP&Port=80&VpcId=vpc-1";
    private const string Listener = "LoadBalancerArn=none&Port=443&DefaultActions.member.1.Type=fixed-response&DefaultActions.member.1.FixedResponseConfig.StatusCode=200";
    private const string Action = "LoadBalancerArn=none&Protocol=HTTP&Port=80&DefaultActions.member.1.Type=";
    private const string Redirect = "DefaultActions.member.1.RedirectConfig.StatusCode=HTTP_301";
    private static string Out(string what) => $"LocalAws does not emulate {what} of Elastic Load Balancing; run this against AWS, or leave it out with --env=local.";

    private static readonly TestCaseData[] Refused =
    [
        new("DescribeLoadBalancers", "Names.member.1=none", "LoadBalancerNotFound", "Load balancer '[none]' not found"),
        new("DescribeLoadBalancers", "LoadBalancerArns.member.1=none", "LoadBalancerNotFound", "One or more load balancers not found"),
        new("DescribeTargetGroups", "Names.member.1=none", "TargetGroupNotFound", "One or more target groups not found"),
        new("DescribeListeners", "ListenerArns.member.1=none", "ListenerNotFound", "One or more listeners not found"),
        new("DescribeListeners", "", "ValidationError", "You must specify either listener ARNs or a load balancer ARN"),
        new("DescribeTargetGroups", "Names.member.1=none&LoadBalancerArn=none", "ValidationError", "Target group names, target group ARNs and a load balancer ARN cannot be specified together"),
        new("DescribeRules", "RuleArns.member.1=none", "RuleNotFound", "One or more rules not found"),
        new("DescribeRules", "", "ValidationError", "You must specify either listener rule ARNs or a listener ARN"),
        new("DescribeTargetHealth", "TargetGroupArn=none", "TargetGroupNotFound", "One or more target groups not found"),
        new("DescribeTags", "ResourceArns.member.1=none", "ValidationError", "'none' is not a valid resource ARN"),
        new("DescribeLoadBalancers", "PageSize=401", "ValidationError", "1 validation error detected: Value '401' at 'pageSize' failed to satisfy constraint: Member must have value less than or equal to 400"),
        new("CreateLoadBalancer", Subnets, "ValidationError", "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"),
        new("CreateLoadBalancer", $"Name=-a&{Subnets}", "ValidationError", "The load balancer name '-a' cannot begin or end with a hyphen(-)"),
        new("CreateLoadBalancer", $"Name=internal-shop&{Subnets}", "ValidationError", "The load balancer name 'internal-shop' cannot begin with 'internal-'"),
        new("CreateLoadBalancer", $"Name=shop&{Subnets}&Tags.member.1.Key=a&Tags.member.2.Key=a", "DuplicateTagKeys", "Duplicate Tag Keys found in the request. Tag keys should be unique."),
        new("CreateLoadBalancer", $"Name=shop&{Subnets}&Tags.member.1.Key=aws:a", "ValidationError", "Tag key 'aws:a' cannot start with 'aws:'"),
        new("CreateLoadBalancer", $"Name=a_b&{Subnets}", "ValidationError", "The load balancer name 'a_b' can only contain characters that are alphanumeric characters and hyphens(-)"),
        new("CreateLoadBalancer", "Name=shop&Subnets.member.1=a", "ValidationError", "At least two subnets in two different Availability Zones must be specified"),
        new("CreateLoadBalancer", $"Name=shop&Type=network&{Subnets}", "NotImplemented", Out("the load balancer type 'network'")),
        new("CreateTargetGroup", "Name=web&Protocol=TCP&Port=80&VpcId=vpc-1", "NotImplemented", Out("target groups of protocol 'TCP'")),
        new("CreateTargetGroup", $"{Group}&TargetType=lambda", "NotImplemented", Out("the target type 'lambda'")),
        new("CreateTargetGroup", $"{Group}&ProtocolVersion=GRPC", "NotImplemented", Out("the protocol version 'GRPC'")),
        new("CreateTargetGroup", $"{Group}&HealthCheckIntervalSeconds=4", "ValidationError", "1 validation error detected: Value '4' at 'healthCheckIntervalSeconds' failed to satisfy constraint: Member must have value greater than or equal to 5"),
        new("CreateTargetGroup", $"{Group}&HealthCheckIntervalSeconds=5&HealthCheckTimeoutSeconds=5", "ValidationError", "Health check timeout '5' must be smaller than the interval '5'"),
        new("CreateTargetGroup", $"{Group}&HealthCheckPath=health", "ValidationError", "Health check path 'health' must begin with a '/' character and have only printable ASCII characters, without spaces"),
        new("CreateTargetGroup", $"{Group}&Matcher.HttpCode=200-600", "ValidationError", "Health check matcher HTTP code '200-600' must be within '200-499' inclusive"),
        new("CreateTargetGroup", $"{Group}&HealthCheckPort=0", "ValidationError", "Health check port '0' must be 'traffic-port' or a number between 1 and 65535"),
        new("CreateListener", $"{Listener}&Protocol=TCP", "NotImplemented", Out("listeners of protocol 'TCP'")),
        new("CreateListener", $"{Listener}&Protocol=HTTPS", "ValidationError", "A certificate must be specified for HTTPS listeners"),
        new("CreateListener", $"{Listener}&Protocol=HTTPS&Certificates.member.1.CertificateArn=none", "CertificateNotFound", "Certificate 'none' not found"),
        new("CreateListener", $"{Listener}&Protocol=HTTP&Certificates.member.1.CertificateArn=none", "ValidationError", "Certificates and SSL policies cannot be specified for HTTP listeners"),
        new("DescribeListenerAttributes", "ListenerArn=none", "ListenerNotFound", "One or more listeners not found"),
        new("SetSecurityGroups", "LoadBalancerArn=none&SecurityGroups.member.1=sg-1", "LoadBalancerNotFound", "Load balancer 'none' not found"),
        new("CreateListener", "LoadBalancerArn=none&Protocol=HTTP&Port=80&DefaultActions.member.1.Type=fixed-response&DefaultActions.member.1.FixedResponseConfig.StatusCode=200", "LoadBalancerNotFound", "One or more load balancers not found"),
        new("CreateListener", "LoadBalancerArn=none&Protocol=HTTP&Port=80", "ValidationError", "You must specify actions"),
        new("CreateListener", "LoadBalancerArn=none&Protocol=HTTP&Port=80&AlpnPolicy.member.1=HTTP2Only", "NotImplemented", "LocalAws does not emulate 'AlpnPolicy' of CreateListener; run this against AWS, or leave it out with --env=local."),
        new("CreateLoadBalancer", "Name=shop&SubnetMappings.member.1.SubnetId=a&SubnetMappings.member.1.AllocationId=eipalloc-1", "NotImplemented", "LocalAws does not emulate 'SubnetMappings[].AllocationId' of CreateLoadBalancer; run this against AWS, or leave it out with --env=local."),
        new("CreateListener", "LoadBalancerArn=none&Protocol=HTTP&Port=80&DefaultActions.member.1.Type=authenticate-oidc", "NotImplemented", Out("the action 'authenticate-oidc'")),
        new("CreateListener", $"{Action}redirect", "InvalidLoadBalancerAction", "For actions of type 'redirect', you must specify the following fields: 'RedirectConfig'"),
        new("CreateListener", $"{Action}fixed-response", "InvalidLoadBalancerAction", "For actions of type 'fixed-response', you must specify the following fields: 'FixedResponseConfig'"),
        new("CreateListener", $"{Action}redirect&{Redirect}&DefaultActions.member.1.RedirectConfig.Protocol=ftp", "ValidationError", @"1 validation error detected: Value 'ftp' at 'protocol' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(HTTPS?|#\{protocol\})$"),
        new("CreateListener", $"{Action}redirect&{Redirect}&DefaultActions.member.1.RedirectConfig.Path=new", "ValidationError", "The path 'new' of a redirect must begin with '/'"),
        new("CreateListener", $"{Listener}&Protocol=HTTP&DefaultActions.member.1.FixedResponseConfig.ContentType=text/xml", "InvalidLoadBalancerAction", "The ContentType must be one of: 'text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json'"),
        new("CreateRule", "ListenerArn=none&Priority=1&Conditions.member.1.Field=source-ip&Conditions.member.1.Values.member.1=10.0.0.0/8", "ValidationError", "The 'Values' field is not compatible with 'source-ip'"),
        new("CreateRule", "ListenerArn=none&Priority=1&Conditions.member.1.Field=cookie", "ValidationError", "Condition field 'cookie' must be one of '[path-pattern, host-header, http-header, http-request-method, query-string, source-ip]'"),
        new("CreateRule", "ListenerArn=none&Priority=50001", "ValidationError", "1 validation error detected: Value '50001' at 'priority' failed to satisfy constraint: Member must have value less than or equal to 50000"),
        new("CreateRule", "ListenerArn=none&Priority=1", "ValidationError", "A condition must be specified"),
        new("DeleteRule", "RuleArn=none", "RuleNotFound", "One or more rules not found"),
        new("DeleteListener", "ListenerArn=none", "ListenerNotFound", "One or more listeners not found"),
        new("SetSubnets", "LoadBalancerArn=none", "ValidationError", "At least two subnets in two different Availability Zones must be specified"),
        new("SetIpAddressType", "LoadBalancerArn=none", "InvalidAction", "LocalAws does not emulate Elastic Load Balancing SetIpAddressType; run this against AWS, or leave it out with --env=local."),
    ];

    [TestCase("ELBSecurityPolicy-2016-08", true)]
    [TestCase("ELBSecurityPolicy-FS-1-2-Res-2020-10", true)]
    [TestCase("ELBSecurityPolicy-TLS13-1-2-2021-06", true)]
    [TestCase("ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-2023-04", true)]
    [TestCase("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", true)]
    [TestCase("ELBSecurityPolicy-TLS14-1-3-2027-01", true)]
    [TestCase("ELBSecurityPolicy-TLS13-1-2-2021-07", false)]
    [TestCase("ELBSecurityPolicy-TLS13-1-2-Resilient-2021-06", false)]
    [TestCase("ELBSecurityPolicy-TLS-1-3-2021-06", false)]
    [TestCase("TLS13-1-2-2021-06", false)]
    public async Task A_security_policy_that_does_not_exist_is_refused(string policy, bool exists)
    {
        var arn = (string)(await _empty.Client.SucceedAsync("CertificateManager.RequestCertificate", """{"DomainName": "shop.example.com"}"""))["CertificateArn"]!;

        var refusal = await _empty.RefusalAsync("CreateListener", Read($"{Listener}&Protocol=HTTPS&Certificates.member.1.CertificateArn={arn}&SslPolicy={policy}"));

        Assert.That(refusal, Is.EqualTo(exists ? ("LoadBalancerNotFound", "One or more load balancers not found") : ("SSLPolicyNotFound", $"SSL policy '{policy}' not found")));
    }

    private ElbServer _empty = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _empty = await ElbServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _empty.DisposeAsync();

    [TestCaseSource(nameof(Refused))]
    public async Task A_call_is_refused_in_the_words_of_ELB(string action, string parameters, string code, string message)
    {
        var refusal = await _empty.RefusalAsync(action, Read(parameters));

        Assert.That(refusal, Is.EqualTo((code, message)));
    }

    [TestCase("no.such.key", "1", "ValidationError", "Target group attribute key 'no.such.key' is not recognized")]
    [TestCase("deregistration_delay.timeout_seconds", "3601", "ValidationError", "Target group attribute 'deregistration_delay.timeout_seconds' cannot have the value '3601'")]
    [TestCase("stickiness.enabled", "true", "NotImplemented", "LocalAws does not emulate the attribute 'stickiness.enabled' with the value 'true' of Elastic Load Balancing; run this against AWS, or leave it out with --env=local.")]
    public async Task An_attribute_that_LocalAws_does_not_go_by_cannot_be_changed(string key, string value, string code, string message)
    {
        await using var elb = await ElbServer.StartAsync();
        var group = await elb.TargetGroupAsync("web");

        var refusal = await elb.RefusalAsync(
            "ModifyTargetGroupAttributes", ("TargetGroupArn", group), ("Attributes.member.1.Key", key), ("Attributes.member.1.Value", value));

        Assert.That(refusal, Is.EqualTo((code, message)));
    }

    [Test]
    public async Task What_exists_is_given_again_and_with_other_settings_refused()
    {
        await using var elb = await ElbServer.StartAsync();
        var first = await elb.LoadBalancerAsync();

        var second = await elb.LoadBalancerAsync();
        var refusal = await elb.RefusalAsync("CreateLoadBalancer", Read($"Name=shop&Scheme=internal&{Subnets}"));
        await elb.CallAsync("CreateTargetGroup", Read(Group));
        var group = await elb.RefusalAsync("CreateTargetGroup", Read($"{Group}&HealthCheckPath=/other"));

        Assert.That(second, Is.EqualTo(first));
        Assert.That(refusal, Is.EqualTo(("DuplicateLoadBalancerName", "A load balancer with the same name 'shop' exists, but with different settings")));
        Assert.That(group, Is.EqualTo(("DuplicateTargetGroupName", "A target group with the same name 'web' exists, but with different settings")));
    }

    [Test]
    public async Task A_list_comes_in_pages()
    {
        await using var elb = await ElbServer.StartAsync();
        foreach (var name in new[] { "a", "b", "c" })
            await elb.TargetGroupAsync(name);

        var first = await elb.CallAsync("DescribeTargetGroups", ("PageSize", 2));
        var second = await elb.CallAsync("DescribeTargetGroups", ("PageSize", 2), ("Marker", (string)first.Element(ElbServer.Xml + "NextMarker")!));

        Assert.That(
            new[] { first, second }.Select(page => string.Join(' ', page.Descendants(ElbServer.Xml + "TargetGroupName").Select(name => name.Value))),
            Is.EqualTo(new[] { "a b", "c" }));
        Assert.That(second.Element(ElbServer.Xml + "NextMarker"), Is.Null);
    }

    private static (string, object)[] Read(string parameters) =>
        [.. parameters.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], (object)pair[1]))];
}

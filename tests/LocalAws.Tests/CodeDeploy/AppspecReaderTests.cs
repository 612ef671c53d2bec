
using Slipway.LocalAws.CodeDeploy.Revisions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Tests.CodeDeploy.Testing;

namespace Slipway.LocalAws.Tests.CodeDeploy;

public sealed class AppspecReaderTests
{
    private const string Json = """
        {"version": 0.0, "resources": [{"TargetService": {"type": "AWS::ECS::Service", "properties": {
          "taskDefinition": "arn:aws:ecs:eu-west-2:123456789012:task-definition/web:2", "loadBalancerInfo": {"containerName": "web", "containerPort": 8080}}}}]}
        """;

    [Test]
    public void YAML_and_JSON_say_the_same_in_any_case_of_the_names()
    {
        var (yaml, json) = (AppspecReader.Read(CodeDeployRig.Appspec("arn:aws:ecs:eu-west-2:123456789012:task-definition/web:2")), AppspecReader.Read(Json));

        Assert.That(yaml, Is.EqualTo(new Appspec("arn:aws:ecs:eu-west-2:123456789012:task-definition/web:2", "web", 8080, null, null, null)));
        Assert.That(json, Is.EqualTo(yaml));
    }

    [Test]
    public void Network_and_capacity_are_handed_on_by_the_names_of_ECS()
    {
        var appspec = AppspecReader.Read(CodeDeployRig.Appspec().Replace(
            "        LoadBalancerInfo:",
            """
                    PlatformVersion: "1.4.0"
                    NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [subnet-1, subnet-2], AssignPublicIp: DISABLED } }
                    CapacityProviderStrategy: [{ CapacityProvider: FARGATE, Weight: 1 }]
                    LoadBalancerInfo:
            """,
            StringComparison.Ordinal));

        Assert.That(appspec.PlatformVersion, Is.EqualTo("1.4.0"));
        Assert.That(appspec.NetworkConfiguration!.ToJsonString(), Is.EqualTo("""{"awsvpcConfiguration":{"subnets":["subnet-1","subnet-2"],"assignPublicIp":"DISABLED"}}"""));
        Assert.That(appspec.CapacityProviderStrategy!.ToJsonString(), Is.EqualTo("""[{"capacityProvider":"FARGATE","weight":1}]"""));
    }

    [TestCase("version: 1.0", "The 'version' of the AppSpec file must be 0.0.")]
    [TestCase("version: 0.0", "The AppSpec file has no list 'Resources'.")]
    [TestCase("version: 0.0\nResources: []", "The AppSpec file must have one resource, a target service; it has 0.")]
    [TestCase("version: 0.0\nResources: [{ A: { Type: AWS::Lambda::Function } }]", "The Type of 'A' in the AppSpec file is 'AWS::Lambda::Function'; it must be AWS::ECS::Service.")]
    [TestCase("version: 0.0\nResources: [{ A: { Type: AWS::ECS::Service, Properties: { TaskDefinition: web } } }]", "The AppSpec file has no LoadBalancerInfo.ContainerPort.")]
    [TestCase("version: 0.0\nResources: [{ A: { Type: AWS::ECS::Service, Properties: { LoadBalancerInfo: { ContainerName: web, ContainerPort: http } } } }]", "The AppSpec file has no TaskDefinition.")]
    [TestCase("version: 0.0\nResources: [{ A: { Type: AWS::ECS::Service, Properties: { TaskDefinition: web, LoadBalancerInfo: { ContainerName: web, ContainerPort: http } } } }]", "The ContainerPort in the AppSpec file is 'http'; it must be a number from 1 to 65535.")]
    [TestCase("- a list", "The AppSpec file must be valid JSON or YAML. It is not one mapping.")]
    public void What_could_not_be_deployed_is_refused(string text, string message)
    {
        var refused = Assert.Throws<AwsErrorException>(() => AppspecReader.Read(text));

        Assert.That((refused!.Code, refused.Message), Is.EqualTo(("InvalidRevisionException", message)));
    }

    [TestCase("{ a: [")]
    [TestCase("a: 1\na: 2")]
    [TestCase("a: &x { b: *x }")]
    public void What_is_not_well_formed_is_refused(string text)
    {
        var refused = Assert.Throws<AwsErrorException>(() => AppspecReader.Read(text));

        Assert.That((refused!.Code, refused.Message), Is.EqualTo(("InvalidRevisionException", refused.Message)));
        Assert.That(refused.Message, Does.StartWith("The AppSpec file must be valid JSON or YAML. "));
    }

    [Test]
    public void Hooks_are_refused_because_nobody_would_call_them()
    {
        var refused = Assert.Throws<AwsErrorException>(() => AppspecReader.Read(CodeDeployRig.Appspec() + "\nHooks:\n  - BeforeAllowTraffic: SmokeTest\n"));

        Assert.That((refused!.Code, refused.Message), Is.EqualTo((
            "NotImplemented",
            "LocalAws does not emulate the Hooks of an AppSpec file (BeforeAllowTraffic: SmokeTest), as it has no Lambda to call; run this against AWS, or leave it out with --env=local.")));
    }

    [TestCase("\nHooks: []\n")]
    [TestCase("\nHooks:\n")]
    public void No_hooks_are_none(string hooks) => Assert.That(AppspecReader.Read(CodeDeployRig.Appspec() + hooks).ContainerName, Is.EqualTo("web"));
}

using System.Text.Json.Nodes;
using Slipway.Ecs.OneOff;

namespace Slipway.Ecs.Tests.OneOff;

public sealed class ServicePlacementTests
{
    private const string Network = """{"awsvpcConfiguration":{"subnets":["subnet-1"],"securityGroups":["sg-1"],"assignPublicIp":"DISABLED"}}""";

    [Test]
    public void Network_launch_type_and_placement_are_those_of_the_service()
    {
        var service = Parse($$"""
            {"serviceName":"web","taskDefinition":"shop:1","launchType":"FARGATE","platformVersion":"1.4.0","networkConfiguration":{{Network}},
             "placementConstraints":[],"placementStrategy":[{"type":"spread","field":"host"}],"desiredCount":2}
            """);

        var placement = ServicePlacement.Of(service);

        Assert.That(placement.ToJsonString(), Is.EqualTo(
            $$"""{"launchType":"FARGATE","platformVersion":"1.4.0","networkConfiguration":{{Network}},"placementStrategy":[{"type":"spread","field":"host"}]}"""));
        Assert.That(ServicePlacement.TaskDefinitionOf(service), Is.EqualTo("shop:1"));
    }

    [Test]
    public void Capacity_providers_stand_instead_of_a_launch_type()
    {
        var placement = ServicePlacement.Of(Parse("""{"launchType":"EC2","capacityProviderStrategy":[{"capacityProvider":"spot","weight":1}],"platformVersion":""}"""));

        Assert.That(placement.ToJsonString(), Is.EqualTo("""{"capacityProviderStrategy":[{"capacityProvider":"spot","weight":1}]}"""));
    }

    [Test]
    public void A_service_of_task_sets_runs_what_its_primary_one_runs_and_where()
    {
        var service = Parse($$"""
            {"taskDefinition":"shop:1","launchType":"EC2","taskSets":[
              {"status":"ACTIVE","taskDefinition":"shop:3","launchType":"EC2"},
              {"status":"PRIMARY","taskDefinition":"shop:2","launchType":"FARGATE","networkConfiguration":{{Network}}}]}
            """);

        Assert.That(ServicePlacement.TaskDefinitionOf(service), Is.EqualTo("shop:2"));
        Assert.That(ServicePlacement.Of(service).ToJsonString(), Is.EqualTo($$"""{"launchType":"FARGATE","networkConfiguration":{{Network}}}"""));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}

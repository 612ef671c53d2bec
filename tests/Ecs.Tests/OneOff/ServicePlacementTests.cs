using System.Text.Json.Nodes;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.TaskDefinitions;

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

    [TestCase("awsvpc", null, """{"launchType":"FARGATE","networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-2"],"assignPublicIp":"DISABLED"}}}""", TestName = "Before_there_is_a_service_what_is_configured_holds")]
    [TestCase("bridge", null, """{"launchType":"FARGATE"}""", TestName = "A_definition_without_a_network_gets_none")]
    [TestCase("awsvpc", "{\"launchType\":\"EC2\",\"networkConfiguration\":" + Network + "}", "{\"launchType\":\"EC2\",\"networkConfiguration\":" + Network + "}", TestName = "The_services_own_network_goes_before")]
    [TestCase("awsvpc", """{"launchType":"EC2"}""", """{"launchType":"EC2","networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-2"],"assignPublicIp":"DISABLED"}}}""", TestName = "A_service_that_gets_its_first_network_runs_the_task_in_it")]
    [TestCase("bridge", "{\"launchType\":\"EC2\",\"networkConfiguration\":" + Network + "}", """{"launchType":"EC2"}""", TestName = "A_service_that_loses_its_network_runs_the_task_without_one")]
    public void A_task_of_what_the_service_does_not_run_yet_has_the_network_that_it_can_have(string mode, string? service, string expected)
    {
        var definition = TaskDefinitionDocument.Parse($$"""{"family":"shop","networkMode":"{{mode}}","containerDefinitions":[{"name":"app","image":"app"}]}""", "shop.json");

        var placement = ServicePlacement.For(service is null ? null : Parse(service), definition, LaunchType.Fargate, new(["subnet-2"], null, null));

        Assert.That(placement.ToJsonString(), Is.EqualTo(expected));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}

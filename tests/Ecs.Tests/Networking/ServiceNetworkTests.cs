using System.Text.Json.Nodes;
using Slipway.Ecs.Networking;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Tests.Networking;

public sealed class ServiceNetworkTests
{
    private const string Own = """{"awsvpcConfiguration":{"subnets":["subnet-1","subnet-2"],"securityGroups":["sg-1","sg-2"],"assignPublicIp":"ENABLED"}}""";

    private static readonly JsonObject Service = Parse($$"""{"networkConfiguration":{{Own}}}""");

    [Test]
    public void A_new_service_gets_what_is_written_and_no_public_address_unless_it_is_written()
    {
        Assert.That(new ServiceNetwork(["subnet-1"], null, null).ToJson(service: null).ToJsonString(), Is.EqualTo("""{"awsvpcConfiguration":{"subnets":["subnet-1"],"assignPublicIp":"DISABLED"}}"""));
        Assert.That(
            new ServiceNetwork(["subnet-1", "subnet-2"], ["sg-1"], true).ToJson(service: null).ToJsonString(),
            Is.EqualTo("""{"awsvpcConfiguration":{"subnets":["subnet-1","subnet-2"],"securityGroups":["sg-1"],"assignPublicIp":"ENABLED"}}"""));
    }

    [Test]
    public void A_service_keeps_what_is_not_written()
    {
        Assert.That(
            new ServiceNetwork(["subnet-3"], null, null).ToJson(Service).ToJsonString(),
            Is.EqualTo("""{"awsvpcConfiguration":{"subnets":["subnet-3"],"securityGroups":["sg-1","sg-2"],"assignPublicIp":"ENABLED"}}"""));
    }

    [TestCase("subnet-2,subnet-1", "sg-2,sg-1", true, true, TestName = "The_order_of_ids_makes_no_difference")]
    [TestCase("subnet-1,subnet-2", null, null, true, TestName = "What_is_not_written_makes_no_difference")]
    [TestCase("subnet-1", null, null, false, TestName = "A_subnet_less_makes_a_difference")]
    [TestCase("subnet-1,subnet-2,subnet-3", null, null, false, TestName = "A_subnet_more_makes_a_difference")]
    [TestCase("subnet-1,subnet-2", "sg-1", null, false, TestName = "Another_security_group_makes_a_difference")]
    [TestCase("subnet-1,subnet-2", null, false, false, TestName = "The_public_address_makes_a_difference")]
    public void Networks_are_compared(string subnets, string? groups, bool? publicIp, bool isEqual)
    {
        Assert.That(new ServiceNetwork(subnets.Split(','), groups?.Split(','), publicIp).IsOf(Service), Is.EqualTo(isEqual));
    }

    [Test]
    public void What_nobody_wrote_is_for_services_that_have_none()
    {
        var awsvpc = TaskDefinitionDocument.Parse("""{"family":"shop","networkMode":"awsvpc","containerDefinitions":[{"name":"app","image":"app"}]}""", "shop.json");
        var nobodys = new ServiceNetwork(["subnet-9"], null, null) { IsDefault = true };

        Assert.That(ServiceNetwork.Change(nobodys, awsvpc, Service), Is.Null);
        Assert.That(ServiceNetwork.Change(nobodys, awsvpc, Parse("{}"))!.ToJsonString(), Does.Contain("subnet-9"));
        Assert.That(ServiceNetwork.Change(nobodys with { IsDefault = false }, awsvpc, Service)!.ToJsonString(), Does.Contain("subnet-9"));
    }

    [Test]
    public void A_service_without_a_network_has_none_and_differs()
    {
        var bridge = Parse("""{"serviceName":"web"}""");

        Assert.That((ServiceNetwork.IsIn(bridge), ServiceNetwork.TextOf(bridge), new ServiceNetwork(["subnet-1"], null, null).IsOf(bridge)), Is.EqualTo((false, (string?)null, false)));
    }

    [Test]
    public void One_that_CodeDeploy_deploys_has_it_in_its_primary_task_set()
    {
        var service = Parse($$"""{"taskSets":[{"status":"ACTIVE"},{"status":"PRIMARY","networkConfiguration":{{Own}}}]}""");

        Assert.That(ServiceNetwork.TextOf(service), Is.EqualTo("subnets subnet-1, subnet-2; security groups sg-1, sg-2; public IP ENABLED"));
    }

    [TestCase("awsvpc", true)]
    [TestCase("bridge", false)]
    [TestCase("host", false)]
    public void Only_tasks_of_mode_awsvpc_have_a_network(string mode, bool isNeeded)
    {
        var definition = TaskDefinitionDocument.Parse($$"""{"family":"shop","networkMode":"{{mode}}","containerDefinitions":[{"name":"app","image":"app"}]}""", "shop.json");

        Assert.That(ServiceNetwork.IsNeededBy(definition), Is.EqualTo(isNeeded));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}

using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.Sources;

namespace Slipway.Ecs.Tests.ServiceDefinitions;

/// <summary>What ECS refuses of a service definition, found before it is sent.</summary>
public sealed class ServiceDefinitionChecksTests
{
    private const string Task =
        """{"family":"shop","networkMode":"NETWORK","volumes":[{"name":"data"}],"containerDefinitions":[{"name":"app","portMappings":[{"name":"http","containerPort":80}]},{"name":"agent"}]}""";

    [TestCase("{}")]
    [TestCase("""{"cluster":"arn:aws:ecs:eu-west-2:111122223333:cluster/main","serviceName":"web","taskDefinition":"shop:7","desiredCount":2}""")]
    [TestCase("""{"taskDefinition":"arn:aws:ecs:eu-west-2:111122223333:task-definition/shop:7","launchType":"FARGATE","schedulingStrategy":"REPLICA"}""")]
    [TestCase("""{"loadBalancers":[{"targetGroupArn":"arn:1","containerName":"app","containerPort":80}],"healthCheckGracePeriodSeconds":60,"enableExecuteCommand":true}""")]
    [TestCase("""{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-1"]}},"volumeConfigurations":[{"name":"data"}]}""")]
    [TestCase("""{"serviceConnectConfiguration":{"enabled":true,"namespace":"shop","services":[{"portName":"http"}]},"capacityProviderStrategy":[{"capacityProvider":"FARGATE"}]}""")]
    [TestCase("""{"schedulingStrategy":"DAEMON","availabilityZoneRebalancing":"DISABLED"}""")]
    public void What_ECS_takes_has_no_problem(string definition) => Assert.That(Find(definition), Is.Empty);

    [TestCase("[]", "1:1 A service definition is a JSON object.")]
    [TestCase("""{"networkConfig":{}}""", "1:2 CreateService has no 'networkConfig'.")]
    [TestCase("""{"enableEcsManagedTags":true}""", "1:2 CreateService has no 'enableEcsManagedTags'; it has 'enableECSManagedTags'.")]
    [TestCase("""{"desiredCount":"2"}""", "1:2 'desiredCount' has to be a number.")]
    [TestCase("""{"enableExecuteCommand":"true"}""", "1:2 'enableExecuteCommand' has to be true or false.")]
    [TestCase("""{"loadBalancers":{}}""", "1:2 'loadBalancers' has to be a list.")]
    [TestCase("""{"platformVersion":"1.4.0","platformVersion":"LATEST"}""", "1:28 'platformVersion' stands here twice.")]
    [TestCase("""{"clientToken":"a"}""", "1:2 With a 'clientToken' ECS takes each later creation for the first one. Leave it out.")]
    [TestCase("""{"cluster":"other"}""", "1:2 'cluster' is 'other' here, and 'main' in slipway.yml.")]
    [TestCase("""{"serviceName":"shop"}""", "1:2 'serviceName' is 'shop' here, and 'web' in slipway.yml.")]
    [TestCase("""{"taskDefinition":"store:3"}""", "1:2 'taskDefinition' is 'store:3' here, and t.json has the family 'shop'.")]
    [TestCase("""{"launchType":"FARGATE","capacityProviderStrategy":[]}""", "1:25 A service has a 'launchType' or a 'capacityProviderStrategy', not both.")]
    [TestCase("""{"healthCheckGracePeriodSeconds":60}""", "1:2 'healthCheckGracePeriodSeconds' is for a service with 'loadBalancers'.")]
    [TestCase("""{"schedulingStrategy":"DAEMON","desiredCount":1}""", "1:32 A DAEMON service has one task on each instance, and no 'desiredCount'.")]
    [TestCase("""{"schedulingStrategy":"DAEMON","placementStrategy":[]}""", "1:32 A DAEMON service has one task on each instance, and no 'placementStrategy'.")]
    [TestCase("""{"launchType":"FARGATE","schedulingStrategy":"DAEMON"}""", "1:25 Fargate has no DAEMON services.")]
    [TestCase("""{"loadBalancers":[{"containerName":"app","containerPort":80}]}""", "1:19 A load balancer needs its 'targetGroupArn'.")]
    [TestCase("""{"loadBalancers":[{"targetGroupArn":"a"}]}""", "1:19 A load balancer needs 'containerName' and 'containerPort'.")]
    [TestCase("""{"loadBalancers":[{"targetGroupArn":"a","containerName":"web","containerPort":80}]}""", "1:41 t.json has no container 'web'; it has app, agent.")]
    [TestCase("""{"loadBalancers":[{"targetGroupArn":"a","containerName":"app","containerPort":81}]}""", "1:63 Container 'app' in t.json maps no port 81.")]
    [TestCase("""{"serviceRegistries":[{"registryArn":"a","containerName":"web"}]}""", "1:42 t.json has no container 'web'; it has app, agent.")]
    [TestCase("""{"serviceConnectConfiguration":{"enabled":true,"services":[{"portName":"web"}]}}""", "1:61 No port mapping in t.json has the name 'web'; names are http.")]
    [TestCase("""{"volumeConfigurations":[{"name":"disk"}]}""", "1:27 t.json has no volume 'disk'.")]
    [TestCase("""{"networkConfiguration":{}}""", "1:2 'networkConfiguration' needs 'awsvpcConfiguration' with 'subnets'.")]
    public void What_ECS_refuses_is_said_at_its_place(string definition, string problem) => Assert.That(Find(definition), Is.EqualTo(new[] { problem }));

    [TestCase("""{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-1"]}}}""", "bridge", "1:2 'networkConfiguration' is for tasks of network mode awsvpc, and t.json has bridge.")]
    [TestCase("""{"serviceConnectConfiguration":{"enabled":true}}""", "host", "1:2 Service Connect is for tasks of network mode awsvpc or bridge, and t.json has host.")]
    public void What_does_not_fit_the_network_of_the_tasks_is_said(string definition, string mode, string problem) => Assert.That(Find(definition, mode), Is.EqualTo(new[] { problem }));

    private static IEnumerable<string> Find(string definition, string mode = "awsvpc")
    {
        var source = JsonSource.Parse(definition, "s.json");
        var task = JsonSource.Parse(Task.Replace("NETWORK", mode, StringComparison.Ordinal), "t.json").Root!;
        return ServiceDefinitionChecks.Find(source, task, new("main", "web", "t.json")).Select(problem => $"{source.PlaceOf(problem.At).Line}:{source.PlaceOf(problem.At).Column} {problem.Sentence}");
    }
}

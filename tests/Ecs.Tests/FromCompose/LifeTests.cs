using Slipway.Ecs.FromCompose;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Tests.FromCompose;

/// <summary>Which containers keep a task up, which are restarted, and which ports are shown to others.</summary>
public sealed class LifeTests
{
    private const string Web = """ "web":{"image":"x","ports":[{"target":80}],"restart":"always"} """;

    [TestCase("""{"image":"x","restart":"no"}""", false)]
    [TestCase("""{"image":"x","deploy":{"restart_policy":{"condition":"none"} },"restart":"always"}""", false)]
    [TestCase("""{"image":"x","restart":"always","deploy":{"restart_policy":{"condition":"any"} } }""", true)]
    [TestCase("""{"image":"x"}""", true)]
    [TestCase("""{"image":"x","restart":"no","ports":[{"target":81}]}""", true)]
    [TestCase("""{"image":"x","restart":"no","healthcheck":{"test":["CMD","check"]} }""", true)]
    [TestCase("""{"image":"redis","restart":"no"}""", true)]
    [TestCase("""{"image":"x","restart":"on-failure:3"}""", true)]
    [TestCase("""{"image":"x","restart":"no"},"caller":{"image":"y","environment":{"API_URL":"http://other:8000"} }""", true)]
    public void What_ends_on_its_own_beside_services_that_go_on_is_not_essential(string service, bool isEssential)
    {
        var conversion = Convert($$"""{{Web}},"other":{{service}}""");

        Assert.That(Container(conversion, "other").Essential, Is.EqualTo(isEssential));
        Assert.That(conversion.Warnings.Any(warning => warning is { Service: "other", Key: "restart" } && warning.Reason.Contains("not essential", StringComparison.Ordinal)), Is.EqualTo(!isEssential));
    }

    [Test]
    public void Where_every_service_ends_on_its_own_all_of_them_are_essential()
    {
        var conversion = Convert(""" "a":{"image":"x","restart":"no"},"b":{"image":"x","restart":"no"} """);

        Assert.That(conversion.Document!.Containers.Select(container => container.Essential), Is.All.True);
    }

    [TestCase("unless-stopped", "on-failure", "{\"enabled\":true,\"ignoredExitCodes\":[0]}")]
    [TestCase("on-failure", "any", "{\"enabled\":true}")]
    [TestCase("always", "none", null)]
    [TestCase("on-failure", null, "{\"enabled\":true,\"ignoredExitCodes\":[0]}")]
    public void The_restart_policy_of_deploy_comes_before_restart(string restart, string? condition, string? expected)
    {
        var deploy = condition is null ? "" : $$""","deploy":{"restart_policy":{"condition":"{{condition}}"} }""";

        var conversion = Convert($$""" "web":{"image":"x","ports":[{"target":80}],"restart":"{{restart}}"{{deploy}}} """);

        Assert.That(Container(conversion, "web").Node["restartPolicy"]?.ToJsonString(), Is.EqualTo(expected));
    }

    [TestCase("x", 3306)]
    [TestCase("x", 5432)]
    [TestCase("x", 6379)]
    [TestCase("x", 27017)]
    [TestCase("postgres:16", 15432)]
    [TestCase("rabbitmq:3-management", 15672)]
    public void The_port_of_a_database_is_published_in_the_rehearsal_only(string image, int port)
    {
        var services = $$""" "other":{"image":"{{image}}","ports":[{"target":{{port}},"published":"{{port}}"}]},{{Web}} """;

        var (rehearsal, staging) = (Convert(services, isRehearsal: true), Convert(services));

        Assert.That(Container(rehearsal, "other").PortMappings.Select(mapping => mapping.ContainerPort), Is.EqualTo(new[] { port }));
        Assert.That(Container(staging, "other").PortMappings, Is.Empty);
        Assert.That(staging.Warnings.Single(warning => warning is { Service: "other", Key: "ports" }).Reason, Does.StartWith($"{port} is a port of ").And.EndsWith("so it is left out; containers of the task reach it all the same"));
    }

    [TestCase("""{"image":"x","ports":[{"target":9229},{"target":3000}]}""", "3000")]
    [TestCase("""{"image":"x","ports":[{"target":9229}],"command":["node","--inspect=0.0.0.0","worker.js"]}""", "")]
    [TestCase("""{"image":"x","ports":[{"target":5005}],"environment":{"JAVA_TOOL_OPTIONS":"-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005"} }""", "")]
    [TestCase("""{"image":"n8nio/n8n:1","ports":[{"target":5678}]}""", "5678")]
    [TestCase("""{"image":"rasa/rasa:3.6.20","ports":[{"target":5005}]}""", "5005")]
    public void The_port_of_a_debugger_is_left_out_only_beside_another_port_or_where_a_debugger_starts(string service, string published)
    {
        var staging = Convert($$""" "other":{{service}},{{Web}} """);

        Assert.That(string.Join(' ', Container(staging, "other").PortMappings.Select(mapping => mapping.ContainerPort)), Is.EqualTo(published));
    }

    [TestCase("\"0\"", 1)]
    [TestCase("\"0,1\"", 1)]
    public void A_list_of_cores_is_warned_of_the_first_included(string cores, int warnings)
    {
        Assert.That(Convert($$""" "a":{"image":"x","cpuset":{{cores}}} """).Warnings.Count(warning => warning.Key == "cpuset"), Is.EqualTo(warnings));
    }

    [Test]
    public void Of_two_that_listen_on_one_port_the_one_that_is_published_on_80_keeps_the_traffic()
    {
        var conversion = Convert(""" "api":{"image":"x","ports":[{"target":80,"published":"8080"}]},"web":{"image":"x","ports":[{"target":80,"published":"80"}]} """, launchType: LaunchType.Fargate);

        Assert.That(conversion.Refusals, Is.EqualTo(new[]
        {
            "services 'api' and 'web' listen on port 80/tcp, and in network mode awsvpc the containers of a task share one network, so only one of them would start (EADDRINUSE); "
            + "give each a task definition and an ECS service of its own (--services=each), where 'web', which is published on port 80, keeps the traffic, let each listen on a port of its own, or use --launch-type=ec2",
        }));
    }

    private static ContainerDefinition Container(Conversion conversion, string name) => conversion.Document!.Containers.First(container => container.Name == name);

    private static Conversion Convert(string services, bool isRehearsal = false, LaunchType launchType = LaunchType.Ec2)
    {
        var json = $$"""{"name":"shop","services":{ {{services}} } }""";
        return TaskDefinitionConverter.Convert(SampleTests.Interpolated(json), SampleTests.Options(json) with { IsRehearsal = isRehearsal, LaunchType = launchType });
    }
}

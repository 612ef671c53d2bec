using System.Text.Json.Nodes;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Tests.TaskDefinitions;

public sealed class TaskDefinitionDocumentTests
{
    private const string Two = """
        {"family":"shop","futureMember":{"x":[1,"2",null]},
         "containerDefinitions":[{"name":"app","image":"app:old","memory":"128","essential":"false","links":null,"somethingNew":true},
                                 {"name":"web","image":"web:old","portMappings":[{"containerPort":80,"hostPort":8080}]}]}
        """;

    [Test]
    public void Images_are_replaced_by_container_and_everything_else_passes_through()
    {
        var document = TaskDefinitionDocument.Parse(Two, "shop.json");

        var rendered = document.WithImages(new Dictionary<string, string> { ["app"] = "registry/app@sha256:1" });

        var expected = JsonNode.Parse(Two.Replace("app:old", "registry/app@sha256:1"));
        Assert.That(JsonNode.DeepEquals(rendered.Root, expected), rendered.ToJson());
        Assert.That(document.Containers[0].Image, Is.EqualTo("app:old"));
    }

    [Test]
    public void An_image_for_a_container_that_is_not_there_is_refused()
    {
        var document = TaskDefinitionDocument.Parse(Two, "shop.json");

        var refused = Assert.Throws<TaskDefinitionException>(() => document.WithImages(new Dictionary<string, string> { ["worker"] = "w@sha256:1" }));

        Assert.That(refused!.Message, Is.EqualTo("Task definition 'shop' has no container 'worker'; it has app, web."));
    }

    [Test]
    public void Numbers_and_booleans_may_be_written_as_strings_and_null_counts_as_absent()
    {
        var app = TaskDefinitionDocument.Parse(Two, "shop.json").Containers[0];

        Assert.That((app.Memory, app.Essential, app.Links.Count, app.Cpu), Is.EqualTo((128, false, 0, (int?)null)));
    }

    [Test]
    public void What_describe_task_definition_prints_is_registered_without_the_members_of_a_response()
    {
        const string Described = """
            {"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:eu-west-2:1:task-definition/shop:3","revision":3,"status":"ACTIVE","family":"shop",
             "registeredAt":1,"registeredBy":"x","compatibilities":["EC2"],"requiresAttributes":[],"volumes":null,
             "containerDefinitions":[{"name":"app","image":"a","user":null}]},"tags":[]}
            """;

        var registration = TaskDefinitionDocument.Parse(Described, "shop.json").ToRegistration();

        Assert.That(registration.ToJsonString(), Is.EqualTo("""{"family":"shop","containerDefinitions":[{"name":"app","image":"a"}]}"""));
    }

    [TestCase("{\n  \"family\": \"shop\",\n  oops\n}", "t.json:3:3: not valid JSON: 'o' is an invalid start of a property name. Expected a '\"'.")]
    [TestCase("[]", "t.json:1:1: a task definition is a JSON object.")]
    [TestCase("{\"family\":\"shop\"}", "t.json:1:1: 'containerDefinitions' is missing or empty.")]
    public void A_file_that_is_no_task_definition_is_refused_with_its_place(string text, string message)
    {
        var refused = Assert.Throws<TaskDefinitionException>(() => TaskDefinitionDocument.Parse(text, "t.json"));

        Assert.That(refused!.Message, Is.EqualTo(message));
    }

    [Test]
    public void Ports_dependencies_health_checks_and_volumes_have_the_defaults_of_ecs()
    {
        var document = TaskDefinitionDocument.Parse(
            """
            {"volumes":[{"name":"task"},{"name":"kept","dockerVolumeConfiguration":{"scope":"shared"}},{"name":"bind","host":{"sourcePath":"/srv"}}],
             "containerDefinitions":[{"name":"app","image":"a","portMappings":[{"containerPort":53,"protocol":"udp"}],
              "dependsOn":[{"containerName":"db","condition":"HEALTHY"}],"healthCheck":{"command":["CMD","true"]},
              "mountPoints":[{"sourceVolume":"kept","containerPath":"/data"}]}]}
            """,
            "t.json");
        var app = document.Containers[0];

        Assert.That(app.PortMappings, Is.EqualTo(new[] { new PortMapping(53, 0, "udp") }));
        Assert.That(app.DependsOn, Is.EqualTo(new[] { new ContainerDependency("db", "HEALTHY") }));
        Assert.That((app.HealthCheck!.Interval, app.HealthCheck.Timeout, app.HealthCheck.Retries, app.HealthCheck.StartPeriod), Is.EqualTo((30, 5, 3, 0)));
        Assert.That(app.MountPoints, Is.EqualTo(new[] { new MountPoint("kept", "/data", ReadOnly: false) }));
        Assert.That(document.Volumes.Select(volume => (volume.Name, volume.Shared, volume.HostPath)), Is.EqualTo(new[] { ("task", false, (string?)null), ("kept", true, null), ("bind", false, "/srv") }));
    }
}

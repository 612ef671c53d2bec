using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Ecs.Tests.Linting;

namespace Slipway.Ecs.Tests.TaskDefinitions;

/// <summary>What is written in a task definition, known or not, comes out as it went in; only images change.</summary>
public sealed class UnchangedTextTests
{
    private static Config Configuration => Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Test]
    public void Any_members_survive_load_and_save_as_they_are_written() =>
        Check.One(Configuration, Prop.ForAll(Texts().ToArbitrary(), text => TaskDefinitionDocument.Parse(text("app:1"), "t.json").ToJson() == text("app:1")));

    [Test]
    public void Rendering_changes_the_image_and_nothing_else() =>
        Check.One(Configuration, Prop.ForAll(Texts().ToArbitrary(), text =>
            TaskDefinitionDocument.Parse(text("app:1"), "t.json").WithImages(new Dictionary<string, string> { ["app"] = "shop/app@sha256:2" }).ToJson() == text("shop/app@sha256:2")));

    [Test]
    public void Any_members_survive_registration_in_what_they_mean_when_the_API_does_not_know_them() =>
        Check.One(Configuration, Prop.ForAll(AnyJson.Object(distinctNames: true).Where(text => !text.Contains("null", StringComparison.Ordinal)).ToArbitrary(), unknown =>
        {
            var document = TaskDefinitionDocument.Parse($$"""{"containerDefinitions":[{"name":"app","image":"app:1","ofTomorrow":{{unknown}}}]}""", "t.json");

            return JsonNode.DeepEquals(document.ToRegistration()["containerDefinitions"]![0]!["ofTomorrow"], JsonNode.Parse(unknown));
        }));

    [Test]
    public void Number_spellings_escapes_and_order_survive_rendering()
    {
        const string Text = "{ \"containerDefinitions\" : [\r\n\t{\"ofTomorrow\":[1.0, 1e2 ,\"\\u0041\\/\"],\"image\":\"app:1\",\"name\":\"\\u0061pp\",\"cpu\":1.50}] }";

        var rendered = TaskDefinitionDocument.Parse("\uFEFF" + Text, "t.json").WithImages(new Dictionary<string, string> { ["app"] = "a<b>@sha256:2" });

        Assert.That(rendered.ToJson(), Is.EqualTo(Text.Replace("app:1", "a<b>@sha256:2")));
    }

    [Test]
    public void A_placeholder_is_filled_by_container_name_and_else_by_the_service_that_it_names()
    {
        var document = TaskDefinitionDocument.Parse(
            """{"containerDefinitions":[{"name":"app","image":"<IMAGE1_NAME>"},{"name":"worker","image":"<QUEUE_WORKER>"},{"name":"proxy","image":"<PROXY>"},{"name":"web","image":"web:1"}]}""", "t.json");

        var rendered = document.WithImages(
            new Dictionary<string, string> { ["app"] = "app@sha256:1" },
            new Dictionary<string, string> { ["queue-worker"] = "worker@sha256:2", ["web"] = "web@sha256:3" });

        Assert.That(rendered.Containers.Select(container => container.Image), Is.EqualTo(new[] { "app@sha256:1", "worker@sha256:2", "<PROXY>", "web:1" }));
        Assert.That(rendered.UnfilledImages, Is.EqualTo(new[] { "proxy" }));
    }

    [Test]
    public void A_response_is_saved_without_its_wrapper_and_otherwise_as_it_is_written()
    {
        var document = TaskDefinitionDocument.Parse("""{"tags":[], "taskDefinition":{ "family":"shop","containerDefinitions":[{"name":"app","image":null,"cpu":1.0}] }}""", "t.json");

        var rendered = document.WithImages(new Dictionary<string, string> { ["app"] = "app@sha256:1" });

        Assert.That(rendered.ToJson(), Is.EqualTo("""{ "family":"shop","containerDefinitions":[{"name":"app","image":"app@sha256:1","cpu":1.0}] }"""));
    }

    [Test]
    public void What_was_changed_through_a_view_is_saved()
    {
        var document = TaskDefinitionDocument.Parse("""{"containerDefinitions":[{"name":"app","image":"app:1"}]}""", "t.json");

        document.Containers[0].Image = "app:2";

        Assert.That(TaskDefinitionDocument.Parse(document.ToJson(), "t.json").Containers[0].Image, Is.EqualTo("app:2"));
    }

    [Test]
    public void A_member_that_is_written_twice_is_refused_with_its_place()
    {
        var refused = Assert.Throws<TaskDefinitionException>(() => TaskDefinitionDocument.Parse("{\"containerDefinitions\":[{\"name\":\"app\",\n \"name\":\"web\"}]}", "t.json"));

        Assert.That(refused!.Message, Is.EqualTo("t.json:2:2: 'name' is written a second time in the same object."));
    }

    [Test]
    public void Values_are_registered_in_the_type_of_the_API()
    {
        var document = TaskDefinitionDocument.Parse(
            """{"cpu":256,"containerDefinitions":[{"name":"app","memory":"128","cpu":1e2,"essential":"true","environment":[{"name":"PORT","value":80.50}],"dockerLabels":{"debug":true},"ofTomorrow":"1"}]}""",
            "t.json");

        Assert.That(document.ToRegistration().ToJsonString(), Is.EqualTo(
            """{"cpu":"256","containerDefinitions":[{"name":"app","memory":128,"cpu":100,"essential":true,"environment":[{"name":"PORT","value":"80.50"}],"dockerLabels":{"debug":"true"},"ofTomorrow":"1"}]}"""));
    }

    /// <summary>Task definitions with anything in the members that the API does not know, before and behind those that it does.</summary>
    private static Gen<Func<string, string>> Texts() =>
        from before in AnyJson.Value(distinctNames: true)
        from inside in AnyJson.Value(distinctNames: true)
        from behind in AnyJson.Object(distinctNames: true)
        select (Func<string, string>)(image => $$"""{"a":{{before}}, "containerDefinitions":[ {"z":{{inside}},"name":"app" , "image": "{{image}}"}, {"name":"web","image":"web:1","y":{{behind}}} ]} """);
}

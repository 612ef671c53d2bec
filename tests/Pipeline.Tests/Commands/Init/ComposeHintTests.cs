using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>What Compose services say under <c>x-slipway</c>.</summary>
public sealed class ComposeHintTests
{
    [TestCase("{ wiht: web }", "compose.yaml:6:18: unknown key 'wiht' in 'services.api.x-slipway'; did you mean 'with'?")]
    [TestCase("{ size: big }", "compose.yaml:6:18: unknown key 'size' in 'services.api.x-slipway'; valid here: service, with, only, cpu, memory.")]
    [TestCase("{ with: wbe }", "compose.yaml:6:24: 'services.api.x-slipway.with': there is no Compose service 'wbe'; did you mean 'web'?")]
    [TestCase("{ with: api }", "compose.yaml:6:24: 'services.api.x-slipway.with': a service is in its own task anyway.")]
    [TestCase("{ only: staging }", "compose.yaml:6:24: 'services.api.x-slipway.only': 'staging' is no environment that a service can be for alone; valid here: rehearsal.")]
    [TestCase("{ cpu: 0.5 }", "compose.yaml:6:23: 'services.api.x-slipway.cpu': '0.5' is no number of CPU units, 1024 for a core and 2 at least.")]
    [TestCase("{ memory: 1g }", "compose.yaml:6:26: 'services.api.x-slipway.memory': '1g' is no number of MiB, 6 at least.")]
    [TestCase("{ with: [web] }", "compose.yaml:6:24: 'services.api.x-slipway.with' has to be a text, and is a list.")]
    [TestCase("web", "compose.yaml:6:16: 'services.api.x-slipway' has to be a mapping, and is the text 'web'.")]
    [TestCase("{ with: web, service: api }", "compose.yaml:6:16: 'services.api.x-slipway' has 'with' and 'service': a service is in another one's task, or has one of its own.")]
    public async Task A_mistake_is_told_with_its_place_and_nothing_is_written(string hints, string message)
    {
        using var folder = new ApplicationFolder($$"""
            services:
              web:
                build: .
              api:
                build: api
                x-slipway: {{hints}}
            """);

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync(hasEach: true));

        Assert.That((refused!.ExitCode, refused.Message, folder.Files.Count), Is.EqualTo((ExitCodes.Configuration, message, 0)));
    }

    [Test]
    public async Task Two_that_are_in_each_others_task_are_refused()
    {
        using var folder = new ApplicationFolder("services: { a: { build: ., x-slipway: { with: b } }, b: { build: b, x-slipway: { with: a } } }");

        var refused = await Assert.ThrowsAsync<RunFailedException>(() => folder.InitAsync(hasEach: true));

        Assert.That(refused!.Message.Split('\n'), Has.Length.EqualTo(2).And.All.Contains("leads in a circle"));
    }

    [Test]
    public async Task They_are_merged_as_Compose_merges_files_and_anchors()
    {
        using var folder = new ApplicationFolder("""
            x-small: &small { x-slipway: { memory: 300 } }
            services:
              web: { build: ., <<: *small }
              agent: { image: "agent:1", x-slipway: { with: web, memory: 64 } }
              search: { image: "elasticsearch:8", x-slipway: { service: finder } }
            """);
        folder.Write("compose.override.yaml", "services: { agent: { x-slipway: { memory: 96 } } }");

        await folder.InitAsync(hasEach: true);

        Assert.That(SettingsReader.Read(folder.PathOf("slipway.yml"), "local").Services.Select(service => service.Name), Is.EqualTo(new[] { "finder", "web" }));
        Assert.That(TaskDefinitionDocument.Parse(folder.Read("taskdefs/staging-web-taskdef.json"), "web").Containers.Select(container => $"{container.Name} {container.MemoryReservation}"), Is.EqualTo(new[] { "agent 96", "web 300" }));
        Assert.That(folder.Files, Has.Some.EqualTo("taskdefs/staging-finder-taskdef.json"));
    }

    [Test]
    public async Task Without_the_option_they_say_nothing()
    {
        using var folder = new ApplicationFolder("services: { web: { build: ., x-slipway: { wiht: api } } }");

        await folder.InitAsync();

        Assert.That(folder.Files, Has.Some.EqualTo("taskdefs/local-taskdef.json"));
    }
}

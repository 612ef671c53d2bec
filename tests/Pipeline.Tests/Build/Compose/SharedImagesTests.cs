using System.Text.Json.Nodes;
using NSubstitute;
using Slipway.Docker;
using Slipway.Docker.Tests;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Configuration;

namespace Slipway.Pipeline.Tests.Build.Compose;

/// <summary>Services that run the image of another one: one build, one push, the same digest in all of their containers.</summary>
public sealed class SharedImagesTests
{
    private const string Application = """
        name: shop
        services:
          api: { build: ., image: shop-api }
          worker: { image: "shop-api:latest", command: [worker] }
          cron: { build: ., command: [cron] }
          tool: { build: { context: ., target: tool } }
          seed: { image: shop-tool }
          cache: { image: "redis:7" }
          queue: { image: "${REGISTRY}/maps:v1" }
          maps: { image: "${REGISTRY}/maps:v1" }

        """;

    private const string Images = "images:\n  api: { repository: shop.api }\npull:\n  maps: { repository: maps, tag: v1 }";

    private string _root = "";

    [SetUp]
    public void MakeRoot() => _root = Directory.CreateTempSubdirectory("slipway-shared-").FullName;

    [TearDown]
    public void RemoveRoot() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task A_service_shares_an_image_by_its_name_or_by_a_build_that_is_the_same()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "docker-compose.yml"), Application);
        var model = new ComposeModel(DockerCli.Create(new() { WorkingDirectory = _root }), Settings(Images), _root, new(_root));

        await model.CheckAsync(CancellationToken.None);

        Assert.That(model.Shared.Select(one => $"{one.Key} of {one.Value}"), Is.EquivalentTo(new[] { "worker of api", "cron of api", "seed of tool", "queue of maps" }));
        Assert.That(model.Built, Is.EqualTo(new[] { "api", "tool" }));
    }

    [Test]
    public async Task Two_images_of_the_same_build_that_are_both_named_stay_two()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "docker-compose.yml"), "services: { api: { build: . }, cron: { build: . } }");
        var model = new ComposeModel(DockerCli.Create(new() { WorkingDirectory = _root }), Settings("images:\n  api: { repository: shop.api }\n  cron: { repository: shop.cron }"), _root, new(_root));

        await model.CheckAsync(CancellationToken.None);

        Assert.That((model.Shared, model.Built), Is.EqualTo((new Dictionary<string, string>(), (string[])["api", "cron"])));
    }

    [Test]
    public async Task One_build_for_two_platforms_is_two_images()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "docker-compose.yml"),
            "services: { api: { build: ., platform: linux/amd64 }, cron: { build: ., platform: linux/amd64 }, worker: { build: ., platform: linux/arm64 }, late: { build: ., platform: linux/arm64 } }");
        var model = new ComposeModel(DockerCli.Create(new() { WorkingDirectory = _root }), Settings("images:\n  api: { repository: shop.api }"), _root, new(_root));

        await model.CheckAsync(CancellationToken.None);

        Assert.That(model.Shared.Select(one => $"{one.Key} of {one.Value}").Order(), Is.EqualTo(new[] { "cron of api", "worker of late" }));
        Assert.That(model.Built, Is.EqualTo(new[] { "api", "late" }));
    }

    [Test]
    public void Their_containers_are_those_of_the_image_unless_another_image_has_them()
    {
        var settings = Settings("images:\n  api: { repository: shop.api, container: [web, web-2] }\npull:\n  maps: { repository: maps, tag: v1, container: cron }");

        var complete = SharedImages.Complete(settings, new Dictionary<string, string> { ["worker"] = "api", ["cron"] = "api", ["a.b"] = "api", ["queue"] = "maps" });

        Assert.That(complete.Containers.Select(one => $"{one.Service} {one.Container}"), Is.EqualTo(new[] { "api web", "api web-2", "api worker", "maps cron", "maps queue" }));
    }

    [Test]
    public async Task They_are_neither_built_nor_pulled_but_run_the_image_that_was_built()
    {
        const string Config = """{"name":"shop","services":{"api":{"build":{"context":"."},"image":"shop-api"},"worker":{"image":"shop-api"},"cron":{"build":{"context":"."},"ports":["80"]},"cache":{"image":"redis:7"}}}""";
        using var docker = new FakeDocker($"case \" $* \" in *\" config \"*) echo '{Config}';; esac");
        var run = RunDirectory.Create(_root);
        var settings = Settings("images:\n  api: { repository: shop.api }");
        var model = new ComposeModel(docker.Cli(), settings, run.FullPath, new(_root));
        await model.CheckAsync(CancellationToken.None);
        var application = new ComposeApplication(docker.Cli(), model, settings, run, Substitute.For<ILog>(), new(_root), TimeProvider.System);

        await application.BuildAsync([], CancellationToken.None);

        var text = await File.ReadAllTextAsync(run.Combine("compose.override.json"));
        var services = JsonNode.Parse(text.Replace("!reset null", "\"reset\"", StringComparison.Ordinal))!["services"]!.AsObject();
        var image = application.ImageOf("api");
        Assert.That(services.Select(service => $"{service.Key}: {service.Value!.ToJsonString()}"), Is.EquivalentTo(new[]
        {
            $$"""api: {"image":"{{image}}"}""",
            $$"""worker: {"image":"{{image}}","pull_policy":"never","build":"reset"}""",
            $$"""cron: {"image":"{{image}}","pull_policy":"never","build":"reset","ports":"reset"}""",
        }));
    }

    [Test]
    public async Task Where_the_registry_has_the_image_as_it_would_be_built_none_of_them_is_built_and_others_are()
    {
        const string Config = """{"name":"shop","services":{"api":{"build":{"context":"."},"image":"shop-api"},"worker":{"image":"shop-api"},"tool":{"build":{"context":"tool"}}}}""";
        using var docker = new FakeDocker($"case \" $* \" in *\" config \"*) echo '{Config}';; *\" build \"*) echo \"$*\" > \"$HERE/arguments\";; esac");
        var run = RunDirectory.Create(_root);
        var settings = Settings("images:\n  api: { repository: shop.api }");
        var model = new ComposeModel(docker.Cli(), settings, run.FullPath, new(_root));
        await model.CheckAsync(CancellationToken.None);
        var application = new ComposeApplication(docker.Cli(), model, settings, run, Substitute.For<ILog>(), new(_root), TimeProvider.System);

        await application.BuildAsync([new("api", "api", "registry/shop.api", [], "sha256:0")], CancellationToken.None);

        Assert.That(await File.ReadAllTextAsync(run.Combine("compose.override.json")), Is.EqualTo(
            """{"services":{"tool":{"image":"TOOL"},"api":{"image":"registry/shop.api@sha256:0","pull_policy":"never","build":!reset null},"worker":{"image":"registry/shop.api@sha256:0","pull_policy":"never","build":!reset null}}}""".Replace("TOOL", application.ImageOf("tool"), StringComparison.Ordinal)));
        Assert.That(docker.Read("arguments").Trim(), Does.EndWith(" tool"));
    }

    private static Settings Settings(string images) => SettingsText.Parse(SettingsText.Smallest.Replace("images:\n  app: { repository: shop.app }", images, StringComparison.Ordinal));
}

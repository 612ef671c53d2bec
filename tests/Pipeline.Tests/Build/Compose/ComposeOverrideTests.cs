
using Slipway.Docker.Tests;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tests.Configuration;

namespace Slipway.Pipeline.Tests.Build.Compose;

/// <summary>How the configuration's own builds and profiles reach Compose.</summary>
public sealed class ComposeOverrideTests
{
    private const string Config =
        """
        case " $* " in *" config "*) echo "$*" > "$HERE/arguments"; echo '{"services":{"app":{"build":{"context":"."}},"web":{"image":"web"}}}';; esac
        """;

    private string _root = "";

    [SetUp]
    public void MakeRoot() => _root = Directory.CreateTempSubdirectory("slipway-compose-").FullName;

    [TearDown]
    public void RemoveRoot() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task Builds_of_the_configuration_are_laid_over_the_files_of_the_application()
    {
        using var docker = new FakeDocker(Config);
        var run = RunDirectory.Create(_root);
        var model = Model(docker, run,
            """
            images:
              app: { repository: shop.app, build: { context: services/app, dockerfile: Dockerfile.live, target: runtime, platforms: [linux/arm64] } }
              web: { repository: shop.web, build: { platforms: [linux/amd64] } }
            """);

        await model.CheckAsync(CancellationToken.None);

        Assert.That(model.Files, Is.EqualTo(new[] { Path.Join(_root, "docker-compose.yml"), run.Combine("compose.build.json") }));
        Assert.That(File.ReadAllText(run.Combine("compose.build.json")), Is.EqualTo(
            """{"services":{"app":{"build":{"context":"services/app","dockerfile":"Dockerfile.live","target":"runtime"},"platform":"linux/arm64"},"web":{"build":{},"platform":"linux/amd64"}}}"""));
    }

    [Test]
    public async Task Without_builds_there_is_no_file_and_profiles_are_named()
    {
        using var docker = new FakeDocker(Config);
        var run = RunDirectory.Create(_root);
        var model = Model(docker, run, "images: { app: { repository: shop.app } }\ncompose: { profiles: [test, tools] }");

        await model.CheckAsync(CancellationToken.None);

        Assert.That(model.Files, Is.EqualTo(new[] { Path.Join(_root, "docker-compose.yml") }));
        Assert.That(docker.Read("arguments"), Does.Contain("--profile test --profile tools config"));
    }

    private ComposeModel Model(FakeDocker docker, RunDirectory run, string keys)
    {
        var settings = SettingsText.Parse(SettingsText.Smallest.Replace("images:\n  app: { repository: shop.app }", keys, StringComparison.Ordinal));

        return new(docker.Cli(), settings, run.FullPath, new(_root));
    }
}

using Slipway.Docker;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Build.Inputs;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Tests.Build.Inputs;

/// <summary>Whose files have changed, in a repository of several services with their own contexts and a base that some share.</summary>
public sealed class ChangedFilesTests
{
    private const string Compose = """
        services:
          base: { build: shared/base }
          web: { build: { context: services/web, additional_contexts: { base: "service:base" } }, depends_on: [db] }
          worker: { build: { context: ., dockerfile: services/worker/Dockerfile, additional_contexts: { lib: ./libraries } } }
          remote: { build: { context: "https://example.com/remote.git" } }
          db: { image: mysql }

        """;

    private const string Configuration = """
        application: shop
        region: eu-west-2
        images: { web: { repository: shop.web }, worker: { repository: shop.worker }, remote: { repository: shop.remote } }
        deploy: { strategy: rolling, cluster: c, services: { web: { service: web }, worker: { service: worker }, remote: { service: remote } } }
        environments: { local: {} }

        """;

    private string _root = "";
    private Settings _settings = null!;
    private ComposeModel _model = null!;
    private DeploymentFiles _files = null!;

    [OneTimeSetUp]
    public async Task MakeRepository()
    {
        _root = Directory.CreateTempSubdirectory("slipway-changed-").FullName;
        Write("docker-compose.yml", Compose);
        Write("slipway.yml", Configuration);
        Write("shared/base/Dockerfile", "FROM scratch\n");
        Write("services/web/Dockerfile", "FROM base\n");
        Write("services/web/.dockerignore", "*.md\n");
        Write("services/worker/Dockerfile", "FROM scratch\n");
        Write("services/worker/Dockerfile.dockerignore", "*\n!services/worker\n");
        Write("libraries/a", "a");
        foreach (var name in (string[])["web", "worker", "remote"]) Write($"taskdefs/local-{name}-taskdef.json", $$"""{"family":"{{name}}","containerDefinitions":[{"name":"{{name}}","image":"x","memory":64}]}""");
        _settings = SettingsReader.Read(Path.Combine(_root, "slipway.yml"), "local");
        var paths = new Paths(_root);
        _model = new(DockerCli.Create(new() { WorkingDirectory = _root }), _settings, RunDirectory.Create(paths.State).FullPath, paths);
        await _model.CheckAsync(CancellationToken.None);
        _files = new(_settings, PlaceholderValues.For(_settings, new("1", "c0ffee", null)), paths, new Dictionary<string, string>());
    }

    [OneTimeTearDown]
    public void RemoveRepository() => Directory.Delete(_root, recursive: true);

    [TestCase("services/web/main.c", "web remote")]
    [TestCase("services/web/readme.md", "remote")]
    [TestCase("services/web/.dockerignore", "web remote")]
    [TestCase("shared/base/Dockerfile", "web remote")]
    [TestCase("shared", "web remote", TestName = "A submodule that a context is in")]
    [TestCase("services/worker/main.c", "worker remote")]
    [TestCase("services/worker/Dockerfile.dockerignore", "worker remote")]
    [TestCase("libraries/a", "worker remote")]
    [TestCase("taskdefs/local-web-taskdef.json", "web remote")]
    [TestCase("web-appspec.yaml", "web remote")]
    [TestCase("readme.md", "remote")]
    public void A_file_is_of_those_that_are_made_from_it_and_what_cannot_be_told_has_changed(string file, string services) =>
        Assert.That(string.Join(' ', _files.Services.Where(service => Changed(file).Of(service) is not null).Select(service => service.Settings.Service.Name)), Is.EqualTo(services));

    [TestCase("slipway.yml", true)]
    [TestCase("docker-compose.yml", true)]
    [TestCase("services/compose.shared.yaml", true)]
    [TestCase(".env", true)]
    [TestCase("services/web/config.yml", false)]
    public void What_all_is_made_from_is_everyones(string file, bool isOfAll) => Assert.That(Changed(file).OfAll is not null, Is.EqualTo(isOfAll));

    [Test]
    public void Why_one_has_changed_is_said()
    {
        var web = _files.Services[0];
        var remote = _files.Services[2];

        Assert.That((Changed("services/web/main.c").Of(web), Changed("readme.md").Of(remote)), Is.EqualTo(("services/web/main.c", "https://example.com/remote.git may have changed")));
    }

    [Test]
    public async Task The_part_that_has_changed_is_built_and_started_and_the_rest_stays_of_the_release()
    {
        var model = new ComposeModel(DockerCli.Create(new() { WorkingDirectory = _root }), _settings, RunDirectory.Create(Path.Combine(_root, ".slipway")).FullPath, new(_root));
        await model.CheckAsync(CancellationToken.None);

        var part = ChangedPart.Of(_settings, _files, ["web"], model);

        Assert.That(part.Images.Select(image => image.Service), Is.EqualTo(new[] { "web" }));
        Assert.That((part.Service.Name, part.Deploy.Unchanged.Select(service => service.Name)), Is.EqualTo(("web", (string[])["worker", "remote"])));
        Assert.That((model.Chosen, model.Built), Is.EqualTo(((string[])["base", "db", "web"], (string[])["base", "web"])));
    }

    private ChangedFiles Changed(string file) => new([Path.Combine(_root, file)], _settings, _model, new(_root));

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}

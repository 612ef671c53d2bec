using Slipway.Docker;
using Slipway.Docker.Registry;
using Slipway.Pipeline.Build.Compose;
using Slipway.Pipeline.Build.Inputs;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Tests.Build.Inputs;

/// <summary>The tag of an image that says what it is built from.</summary>
public sealed class ImageMarksTests
{
    private readonly List<string> _clones = [];

    [TearDown]
    public void RemoveClones()
    {
        foreach (var clone in _clones) Directory.Delete(clone, recursive: true);
        _clones.Clear();
    }

    [Test]
    public async Task Is_the_same_in_every_clone()
    {
        var marks = await Task.WhenAll(MarkAsync("web", _ => { }), MarkAsync("web", _ => { }));

        Assert.That(marks[0], Does.Match("^inputs-[0-9a-f]{40}$"));
        Assert.That(marks[1], Is.EqualTo(marks[0]));
    }

    [TestCase("services/web/main.c", "another", true)]
    [TestCase("services/web/new.c", "", true)]
    [TestCase("services/web/Dockerfile", "FROM base\n# another\n", true)]
    [TestCase("shared/base/common.txt", "another", true)]
    [TestCase("docker-compose.yml", null, true)]
    [TestCase("services/web/readme.md", "another", false)]
    [TestCase("services/api/main.c", "another", false)]
    [TestCase("readme.md", "another", false)]
    public async Task Is_another_one_only_where_what_the_image_is_built_from_differs(string file, string? text, bool isOther)
    {
        var before = await MarkAsync("web", _ => { });

        var after = await MarkAsync("web", root => Write(root, file, text ?? Compose.Replace("VERSION: \"1\"", "VERSION: \"2\"", StringComparison.Ordinal)));

        Assert.That(after, isOther ? Is.Not.EqualTo(before).And.Not.Null : Is.EqualTo(before));
    }

    [Test]
    public async Task Is_another_one_when_the_base_image_is()
    {
        var before = await MarkAsync("web", _ => { });

        var after = await MarkAsync("web", _ => { }, "sha256:new");

        Assert.That(after, Is.Not.EqualTo(before).And.Not.Null);
    }

    [TestCase("remote", TestName = "A context that lies elsewhere")]
    [TestCase("fetching", TestName = "A file that lies elsewhere")]
    [TestCase("adding", TestName = "What a variable says is added")]
    [TestCase("variable", TestName = "A base image that a variable names")]
    public async Task Is_not_there_where_something_cannot_be_told(string service) => Assert.That(await MarkAsync(service, _ => { }), Is.Null);

    [TestCase("api")]
    [TestCase("named")]
    public async Task Is_another_one_when_a_variable_has_another_value(string service)
    {
        var before = await MarkAsync(service, root => Write(root, ".env", "TOKEN=1"));

        var after = await MarkAsync(service, root => Write(root, ".env", "TOKEN=2"));

        Assert.That(after, Is.Not.EqualTo(before).And.Not.Null);
    }

    [Test]
    public async Task Is_not_there_where_nobody_has_the_base_image() => Assert.That(await MarkAsync("web", _ => { }, digest: null), Is.Null);

    private const string Compose = """
        services:
          base: { build: shared/base }
          web: { build: { context: services/web, args: { VERSION: "1" }, additional_contexts: { base: "service:base" } } }
          api: { build: { context: services/api, args: [TOKEN] } }
          named: { build: { context: services/api, args: { NAME: "a-${TOKEN:-none}" } } }
          remote: { build: { context: "https://example.com/remote.git" } }
          fetching: { build: { context: services/api, dockerfile_inline: "FROM scratch\nADD https://example.com/x /" } }
          adding: { build: { context: services/api, dockerfile_inline: "FROM scratch\nARG FROM\nADD $${FROM} /" } }
          variable: { build: { context: services/api, dockerfile_inline: "ARG BASE\nFROM $${BASE}" } }

        """;

    private async Task<string?> MarkAsync(string service, Action<string> change, string? digest = "sha256:old")
    {
        var root = Directory.CreateTempSubdirectory("slipway-marks-").FullName;
        lock (_clones) _clones.Add(root);
        Write(root, "docker-compose.yml", Compose);
        Write(root, "shared/base/Dockerfile", "FROM debian:12\nCOPY common.txt /\n");
        Write(root, "shared/base/common.txt", "common");
        Write(root, "services/web/Dockerfile", "FROM base\n");
        Write(root, "services/web/.dockerignore", "*.md\n");
        Write(root, "services/web/main.c", "main");
        Write(root, "services/api/Dockerfile", "FROM scratch\n");
        change(root);
        var settings = SettingsReader.Parse(
            "{ application: a, region: eu-west-2, images: { web: { repository: a.web } }, environments: { local: { deploy: { strategy: rolling, cluster: c, service: s } } } }", "slipway.yml", "local");
        var paths = new Paths(root);
        var model = new ComposeModel(DockerCli.Create(new() { WorkingDirectory = root }), settings, RunDirectory.Create(paths.State).FullPath, paths);
        await model.CheckAsync(CancellationToken.None);
        return await new ImageMarks(model, paths, (image, _) => Task.FromResult(image == ImageReference.Parse("debian:12") ? digest : null)).OfAsync(service, CancellationToken.None);
    }

    private static void Write(string root, string file, string text)
    {
        var path = Path.Combine(root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}

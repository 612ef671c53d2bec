using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>What files of the application say about who talks to whom.</summary>
public sealed class ConfigurationFileTests
{
    private const string Proxied = """
        services:
          proxy: { build: proxy, ports: ["80:80"] }
          api: { build: api, ports: ["9000:9000"] }
        """;

    [Test]
    public async Task A_configuration_file_of_a_build_context_makes_a_link()
    {
        using var folder = new ApplicationFolder(Proxied);
        folder.Write("proxy/conf/default.conf", "location / {\n  proxy_pass http://api:9000;\n}\n");

        await folder.InitAsync();

        Assert.That(LinksOf(folder, "proxy"), Is.EqualTo(new[] { "api" }));
    }

    [Test]
    public async Task What_the_image_does_not_get_makes_none()
    {
        using var folder = new ApplicationFolder(Proxied);
        const string Names = "proxy_pass http://api;\n";
        folder.Write("proxy/.dockerignore", "samples\n");
        foreach (var file in new[] { "samples/a.conf", "node_modules/x/b.conf", "tests/c.conf", "readme.md", ".git/config", "docker-compose.dev.yml" }) folder.Write($"proxy/{file}", Names);
        folder.Write("proxy/large.conf", Names + new string('#', 200_000));
        File.WriteAllBytes(folder.PathOf("proxy/binary.conf"), [.. "proxy_pass http://api;\n"u8, 0, 0xFF]);

        await folder.InitAsync();

        Assert.That(LinksOf(folder, "proxy"), Is.Empty);
    }

    [Test]
    public async Task A_context_within_another_is_of_its_own_service()
    {
        using var folder = new ApplicationFolder("services: { web: { build: ., ports: [\"80:80\"] }, api: { build: api, ports: [\"81:81\"] }, other: { image: x, ports: [\"82:82\"] } }");
        folder.Write("api/config.yml", "url: http://other:82/\n");

        await folder.InitAsync();

        Assert.That((LinksOf(folder, "web"), LinksOf(folder, "api")), Is.EqualTo((Array.Empty<string>(), new[] { "other" })));
    }

    [TestCase("volumes: [\"./proxy.conf:/etc/nginx/conf.d/default.conf:ro\"]")]
    [TestCase("volumes: [\"./conf:/etc/nginx/conf.d:ro\"]")]
    [TestCase("configs: [{ source: proxy, target: /etc/nginx/conf.d/default.conf }]")]
    public async Task So_does_a_file_that_is_mounted(string mount)
    {
        using var folder = new ApplicationFolder($$"""
            services:
              proxy: { image: "nginx:1.27", ports: ["80:80"], {{mount}} }
              api: { build: api, ports: ["9000:9000"] }
            configs: { proxy: { file: ./proxy.conf } }
            """);
        folder.Write("proxy.conf", "proxy_pass http://api:9000;\n");
        folder.Write("conf/site.conf", "proxy_pass http://api:9000;\n");

        await folder.InitAsync();

        Assert.That(LinksOf(folder, "proxy"), Is.EqualTo(new[] { "api" }));
    }

    [Test]
    public async Task The_variables_that_an_image_brings_make_a_link()
    {
        using var folder = new ApplicationFolder(Proxied);
        folder.Write("proxy/.env", "API_HOST=api\n");

        await folder.InitAsync();

        Assert.That(LinksOf(folder, "proxy"), Is.EqualTo(new[] { "api" }));
    }

    [Test]
    public async Task Services_of_one_large_context_all_have_its_files()
    {
        using var folder = new ApplicationFolder("services: { a: { build: src }, b: { build: src }, c: { build: src }, api: { image: \"x:1\", ports: [\"81:81\"] } }");
        Fill(folder, 7_000);

        await folder.InitAsync();

        Assert.That(new[] { "a", "b", "c" }.Select(service => string.Join(',', LinksOf(folder, service))), Is.All.EqualTo("api"));
        Assert.That(folder.Said, Has.None.StartsWith("src: there are more files"));
    }

    [Test]
    public async Task A_folder_that_is_too_large_to_be_read_is_told()
    {
        using var folder = new ApplicationFolder("services: { a: { build: src }, api: { image: \"x:1\", ports: [\"81:81\"] } }");
        Fill(folder, 20_001);

        await folder.InitAsync();

        Assert.That(folder.Said, Has.One.EqualTo(
            "src: there are more files than Init reads, and what the rest names is not known; let .dockerignore leave out what the image does not need, or write 'links' for what is missing."));
    }

    [Test]
    public async Task On_Fargate_file_and_line_are_told_with_what_to_do()
    {
        using var folder = new ApplicationFolder(Proxied);
        folder.Write("proxy/nginx.conf", "server {\n  location / { proxy_pass http://api:9000; }\n  location /b { proxy_pass http://api:9000/b; }\n}\n");

        await folder.InitAsync(LaunchType.Fargate);

        Assert.That(folder.Said, Has.One.EqualTo(
            "  proxy: networks: proxy/nginx.conf:2 names 'api', proxy/nginx.conf:3 names 'api'; 127.0.0.1 has to stand there, and for Compose the name; let a variable say it, which a task definition can set: in network mode awsvpc the containers of a task share one network, and their names do not resolve."));
    }

    /// <summary>Files that are not read, before one that names a service.</summary>
    private static void Fill(ApplicationFolder folder, int count)
    {
        folder.Write("src/z.conf", "url: http://api:81/\n");
        for (var file = 0; file < count; file++) File.Create(folder.PathOf($"src/{file}.dat")).Dispose();
    }

    private static IReadOnlyList<string> LinksOf(ApplicationFolder folder, string container) =>
        TaskDefinitionDocument.Parse(folder.Read("taskdefs/staging-taskdef.json"), "staging").Containers.First(other => other.Name == container).Links;
}

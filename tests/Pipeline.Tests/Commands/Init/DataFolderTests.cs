using Slipway.Ecs.TaskDefinitions;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>Folders that are mounted: data becomes a volume, and sources belong into the image.</summary>
public sealed class DataFolderTests
{
    private const string Compose = """
        services:
          web:
            build: .
            ports: ["127.0.0.1:3000:3000"]
            depends_on: [db]
            volumes: ["./uploads:/app/public/system", "./kept:/kept", "./config:/config", "./later:/later", "./node_modules:/app/node_modules", "./settings.local.yml:/settings.yml"]
            healthcheck: { test: ["CMD", "curl", "-f", "http://web:3000/health"], interval: 5s }
          db:
            image: postgres:16
            environment: ["POSTGRES_HOST_AUTH_METHOD=trust"]
            volumes: ["./postgres16:/var/lib/postgresql/data"]
        """;

    [TestCase(true, "shop_kept, shop_later, shop_postgres16, shop_uploads")]
    // Without git nobody knows what is in a folder that has files.
    [TestCase(false, "shop_later, shop_postgres16")]
    public async Task What_git_does_not_keep_is_data(bool isInGit, string volumes)
    {
        using var folder = await CreateAsync(isInGit);

        await folder.InitAsync();

        foreach (var environment in new[] { "local", "staging" })
        {
            var document = TaskDefinitionDocument.Parse(folder.Read($"taskdefs/{environment}-taskdef.json"), environment);
            Assert.That(string.Join(", ", document.Volumes.Select(volume => volume.Name).Order()), Is.EqualTo(volumes), environment);
            Assert.That(document.Volumes.Select(volume => (string?)volume.Node["dockerVolumeConfiguration"]!["scope"]), Is.All.EqualTo("shared"));
        }

        Assert.That(folder.Read("taskdefs/staging-taskdef.json"), Does.Contain("\"http://localhost:3000/health\""));
    }

    /// <summary>A volume over sources would keep the first release's for ever.</summary>
    [Test]
    public async Task Sources_that_are_not_added_to_git_yet_are_sources()
    {
        using var folder = new ApplicationFolder("services: { web: { build: ., ports: [\"80:80\"], volumes: [\"./src:/var/www/html\"] } }");
        folder.Write("src/index.php", "");
        Assert.That((await CommandRunner.RunAsync(new("git", "init", "--quiet") { WorkingDirectory = folder.Root }, CancellationToken.None)).ExitCode, Is.Zero);

        await folder.InitAsync();

        Assert.That(TaskDefinitionDocument.Parse(folder.Read("taskdefs/staging-taskdef.json"), "staging").Volumes, Is.Empty);
    }

    [Test]
    public async Task On_Fargate_it_is_a_file_system_to_fill_in()
    {
        using var folder = await CreateAsync(isInGit: true);

        await folder.InitAsync(LaunchType.Fargate);

        var staging = TaskDefinitionDocument.Parse(folder.Read("taskdefs/staging-taskdef.json"), "staging");
        Assert.That(staging.Volumes.Select(volume => (string?)volume.Node["efsVolumeConfiguration"]!["fileSystemId"]), Is.EqualTo(new[] { "FILL-IN", "FILL-IN", "FILL-IN", "FILL-IN" }));
        var local = TaskDefinitionDocument.Parse(folder.Read("taskdefs/local-taskdef.json"), "local");
        Assert.That(local.Volumes.Select(volume => volume.Node.Count), Is.EqualTo(new[] { 1, 1, 1, 1 }));
    }

    private static async Task<ApplicationFolder> CreateAsync(bool isInGit)
    {
        var folder = new ApplicationFolder(Compose);
        foreach (var file in new[] { "config/app.yml", "kept/.gitkeep", "Dockerfile" }) folder.Write(file, "");
        folder.Write(".gitignore", "/uploads/\n/kept/*\n!.gitkeep\nnode_modules/\n");
        if (isInGit)
        {
            foreach (var arguments in new[] { "init --quiet", "add ." })
                Assert.That((await CommandRunner.RunAsync(new("git", arguments.Split(' ')) { WorkingDirectory = folder.Root }, CancellationToken.None)).ExitCode, Is.Zero);
        }

        foreach (var file in new[] { "uploads/1.png", "kept/1", "node_modules/x/index.js", "settings.local.yml", "postgres16/PG_VERSION" }) folder.Write(file, "");
        return folder;
    }
}

using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>What is found by asking Docker, before the rehearsal is started.</summary>
internal static class PrerequisiteCases
{
    private static readonly string[] Deploy = ["--target=Deploy", "--env=local"];

    public static IEnumerable<FailureCase> All =>
    [
        new("a stopped engine", Deploy, 3,
            "unix:///nobody/listens.sock", "DOCKER_HOST")
        {
            Variables = _ => new Dictionary<string, string?> { ["DOCKER_HOST"] = "unix:///nobody/listens.sock", ["SLIPWAY_INSTALL"] = "never" },
        },
        new("no docker on PATH", Deploy, 3,
            "'docker compose'", "'docker buildx'", "SLIPWAY_INSTALL=never")
        {
            Variables = copy => new Dictionary<string, string?> { ["PATH"] = PathWithoutDocker(copy), ["SLIPWAY_INSTALL"] = "never" },
        },
        new FailureCase("an invalid Compose file", Deploy, 2,
                "slipway.yml:6:1: error SLP113", "docker-compose.yml: services.redis Additional property biuld is not allowed")
            .With("docker-compose.yml", "build: app/docker/redis", "biuld: app/docker/redis"),
        new FailureCase("a Compose file that is not there", Deploy, 2, "slipway.yml:6:1: error SLP113", "docker-compose.yaml: no such file or directory")
            .With("slipway.yml", "files: [docker-compose.yml]", "files: [docker-compose.yaml]"),
        new FailureCase("a Compose service that does not exist", Deploy, 2,
                "slipway.yml:12:3: error SLP012", "'ngnix'", "'nginx'")
            .With("slipway.yml", "  nginx: { repository: tutorbloc.app.nginx }", "  ngnix: { repository: tutorbloc.app.nginx }"),
        // No rehearsal is started, so nothing can be registered.
        new("the working copy mounted over an image", Deploy, 2,
            "error SLP117: Container 'app' has a part of the working copy at /srv/app: it would run these files, and AWS those of the image.")
        {
            Break = MountWorkingCopyAsync,
            Variables = _ => new Dictionary<string, string?> { ["SLIPWAY_INSTALL"] = "never" },
        },
    ];

    private static Task MountWorkingCopyAsync(RehearsalCopy copy)
    {
        const string Definition = "taskdefs/local-taskdef.json";
        const string Volumes = "\"volumes\": [";
        copy.Replace(Definition, "\"name\": \"app\",", "\"name\": \"app\", \"mountPoints\": [{ \"sourceVolume\": \"sources\", \"containerPath\": \"/srv/app\" }],");
        copy.Replace(Definition, Volumes, $"{Volumes} {{ \"name\": \"sources\", \"host\": {{ \"sourcePath\": \"{copy.Workspace.PathOf("app")}\" }} }},");
        return Task.CompletedTask;
    }

    /// <summary>All programs of PATH but docker's own, as links in a folder that git ignores.</summary>
    private static string PathWithoutDocker(RehearsalCopy copy)
    {
        var folder = Directory.CreateDirectory(copy.Workspace.PathOf(".slipway/programs")).FullName;
        foreach (var program in Environment.GetEnvironmentVariable("PATH")!.Split(':').Where(Directory.Exists).SelectMany(Directory.GetFiles))
        {
            var name = Path.GetFileName(program);
            if (!name.StartsWith("docker", StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, name)))
                File.CreateSymbolicLink(Path.Combine(folder, name), program);
        }

        return folder;
    }
}

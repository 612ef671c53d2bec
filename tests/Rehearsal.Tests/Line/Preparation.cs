using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Line;

/// <summary>What all copies share is made once, before the first of them: the compiled program, and the images in the builder's cache.</summary>
internal static class Preparation
{
    // Where LocalAws puts its registry if it can. Image names begin with the registry's port: while it is held each registry has a port
    // that none before it had, so nobody removes or finds an image of another copy. Where another program has it, its end is the next chance.
    private const int PreferredRegistryPort = 4567;

    private static readonly Lazy<Task> Made = new(MakeAsync);

    public static Task EnsureAsync()
    {
        LoopbackPort.TryHold(PreferredRegistryPort);
        return Made.Value;
    }

    private static async Task MakeAsync()
    {
        var compiled = await CommandRunner.RunAsync(
            new(Path.Join(Workspace.Repository, "build.sh"), "--version") { WorkingDirectory = Workspace.Repository }, CancellationToken.None);
        Assert.That(compiled.ExitCode, Is.Zero, compiled.Error);

        // Where Docker or the base image is missing, the first run brings both.
        var inspected = await CommandRunner.RunAsync(new("docker", "image", "inspect", "debian:bookworm-slim"), CancellationToken.None);
        if (inspected.ExitCode != 0) return;
        await Task.WhenAll(
            BuildAsync("app", "docker/app/Dockerfile"),
            BuildAsync("app", "docker/nginx/Dockerfile"),
            BuildAsync("app/docker/redis", "Dockerfile"),
            BuildAsync("app/docker/mysql", "Dockerfile"),
            BuildAsync("app/blackbox", "Dockerfile"));
    }

    private static async Task BuildAsync(string context, string dockerfile)
    {
        var folder = Path.Join(Workspace.Repository, context);
        var built = await CommandRunner.RunAsync(
            new("docker", "buildx", "build", "--quiet", "--output", "type=cacheonly", "--file", Path.Join(folder, dockerfile), folder), CancellationToken.None);
        Assert.That(built.ExitCode, Is.Zero, built.Error);
    }
}

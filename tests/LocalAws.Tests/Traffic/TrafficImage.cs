
using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Traffic;

/// <summary>The image of the traffic tests: nginx as the application and wrk as its clients. Built once for the machine; like a build cache it stays.</summary>
internal static class TrafficImage
{
    public const string Name = "slipway-tests-traffic:1";

    private const string Dockerfile = """
        FROM debian:bookworm-slim
        RUN apt-get update && apt-get install --yes --no-install-recommends nginx-light wrk && rm -rf /var/lib/apt/lists/*
        """;

    public static async Task EnsureAsync()
    {
        var present = await CommandRunner.RunAsync(new("docker", ["image", "inspect", Name]), CancellationToken.None);
        if (present.ExitCode == 0)
            return;
        var folder = Directory.CreateTempSubdirectory("slipway-traffic-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Dockerfile"), Dockerfile);
        var built = await CommandRunner.RunAsync(new("docker", ["build", "--tag", Name, folder.FullName]), CancellationToken.None);
        folder.Delete(recursive: true);
        Assert.That(built.ExitCode, Is.Zero, built.Error);
    }
}

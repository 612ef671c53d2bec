using System.Net;
using System.Net.Sockets;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment.Releases;

/// <summary>The task definitions among the artifacts are registered by the command line of AWS with an independent reading of AWS's documents, moto's server.</summary>
public sealed class RegistrationTests
{
    [Test]
    public async Task Every_golden_task_definition_is_registered()
    {
        if (ServerOnPath() is not { } program)
        {
            Assert.Ignore("moto_server is not on PATH, so no task definition was registered. Install moto with its server extra (python3-moto on Debian 13).");
            return;
        }

        var endpoint = $"http://127.0.0.1:{FreePort()}";
        await using var server = CommandRunner.Start(new(program, "-H", "127.0.0.1", "-p", $"{new Uri(endpoint).Port}"));
        await server.WaitForErrorAsync("Running on", CancellationToken.None);

        var refusals = new List<string>();
        foreach (var file in GoldenCase.Names.SelectMany(name => new GoldenCase(name).TaskDefinitions))
        {
            var result = await RegisterAsync(file, endpoint);
            if (result.ExitCode != 0) refusals.Add($"{file}: {result.Error}");
        }

        Assert.That(refusals, Is.Empty);
    }

    private static Task<CommandResult> RegisterAsync(string file, string endpoint) => CommandRunner.RunAsync(
        new("aws", "--endpoint-url", endpoint, "ecs", "register-task-definition", "--cli-input-json", $"file://{file}")
        {
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["AWS_ACCESS_KEY_ID"] = "x",
                ["AWS_SECRET_ACCESS_KEY"] = "x",
                ["AWS_DEFAULT_REGION"] = "eu-west-2",
                ["AWS_PAGER"] = "",
            },
        },
        CancellationToken.None);

    private static string? ServerOnPath() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, "moto_server")).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Diagnostics;

namespace Slipway.LocalAws.Tests.Testing;

/// <summary>The <c>docker</c> command, apart from the code under test, with logins in a folder of its own.</summary>
internal sealed class DockerCommand : IDisposable
{
    private readonly string _config = Directory.CreateTempSubdirectory("docker-config-").FullName;

    /// <summary>Runs docker and gives the lines that it printed; fails the test when it fails.</summary>
    public async Task<string[]> SucceedAsync(string? input, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(input, arguments);
        Assert.That(exitCode, Is.Zero, $"docker {string.Join(' ', arguments)}: {error}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("docker", ["--config", _config, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output).Trim(), (await error).Trim());
    }

    /// <summary>What is on Docker with the label of a LocalAws: kind and name, in order.</summary>
    public async Task<string[]> LabelledAsync(string instance)
    {
        var filter = $"label=slipway.local-aws={instance}";
        var containers = await SucceedAsync(null, "ps", "--all", "--filter", filter, "--format", "container {{.Names}}");
        var networks = await SucceedAsync(null, "network", "ls", "--filter", filter, "--format", "network {{.Name}}");
        var volumes = await SucceedAsync(null, "volume", "ls", "--filter", filter, "--format", "volume {{.Name}}");
        return [.. containers.Concat(networks).Concat(volumes).Order(StringComparer.Ordinal)];
    }

    /// <summary>Removes whatever is on Docker with the label of a LocalAws.</summary>
    public async Task RemoveLabelledAsync(string instance)
    {
        foreach (var labelled in await LabelledAsync(instance))
        {
            // Containers come first in this order; a network has no --force.
            string[] command = labelled.Split(' ') switch
            {
                ["network", var name] => ["network", "rm", name],
                [var kind, var name] => [kind, "rm", "--force", name],
                _ => throw new InvalidOperationException(labelled),
            };
            await RunAsync(null, command);
        }
    }

    public void Dispose() => Directory.Delete(_config, recursive: true);
}

using Slipway.Testing;

namespace Slipway.LocalAws.Tests.Clients;

/// <summary>A folder with a configuration and its state, kept away from the user's own settings.</summary>
internal sealed class TerraformFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("terraform-");

    private readonly Dictionary<string, string?> _environment = new()
    {
        ["CHECKPOINT_DISABLE"] = "1",
        ["TF_IN_AUTOMATION"] = "1",
        ["TF_CLI_CONFIG_FILE"] = "/dev/null",
        // Its provider is started three times a command and reads the schema of all of AWS: with more room for garbage in a quarter less time.
        ["GOGC"] = "400",
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_MAX_ATTEMPTS"] = "1",
        ["AWS_PROFILE"] = null,
        ["AWS_SESSION_TOKEN"] = null,
        ["AWS_ENDPOINT_URL"] = null,
    };

    /// <param name="configuration">The path of a file.</param>
    /// <param name="variables">Of the configuration, for each command.</param>
    public TerraformFolder(string configuration, IReadOnlyDictionary<string, string> variables)
    {
        File.Copy(configuration, Path.Combine(_folder.FullName, "main.tf"));
        foreach (var (name, value) in variables)
            _environment[$"TF_VAR_{name}"] = value;
    }

    /// <summary>Runs a command of Terraform; fails the test when it ends with another exit code than <paramref name="expected"/>.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(int expected, params string[] arguments)
    {
        var result = await CommandRunner.RunAsync(new("terraform", [.. arguments, "-no-color"]) { WorkingDirectory = _folder.FullName, Environment = _environment }, CancellationToken.None);
        Assert.That(result.ExitCode, Is.EqualTo(expected), $"terraform {string.Join(' ', arguments)}\n{result.Error}\n{result.Output}");
        return result.Output;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

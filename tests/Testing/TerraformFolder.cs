using NUnit.Framework;

namespace Slipway.Testing;

/// <summary>A folder with a configuration and its state, kept away from the user's own settings.</summary>
public sealed class TerraformFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("terraform-");

    private readonly string _workingFolder;

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
        ArgumentNullException.ThrowIfNull(variables);
        _workingFolder = _folder.FullName;
        File.Copy(configuration, Path.Combine(_workingFolder, "main.tf"));
        foreach (var (name, value) in variables)
            _environment[$"TF_VAR_{name}"] = value;
    }

    /// <summary>A copy of configurations that need each other.</summary>
    /// <param name="folder">The path of a folder; what Terraform itself left in it is not copied.</param>
    /// <param name="configuration">The folder in it that the commands are run in.</param>
    /// <param name="aws">The server that is AWS for all of its services; null where none is asked.</param>
    public TerraformFolder(string folder, string configuration, Uri? aws)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsSource))
        {
            var copy = Path.Combine(_folder.FullName, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        _workingFolder = Path.Combine(_folder.FullName, configuration);
        if (aws is null) return;
        _environment["AWS_ENDPOINT_URL"] = aws.GetLeftPart(UriPartial.Authority);
        _environment["AWS_ACCESS_KEY_ID"] = _environment["AWS_SECRET_ACCESS_KEY"] = "test";
    }

    /// <summary>Runs a command of Terraform; fails the test when it ends with another exit code than <paramref name="expected"/>.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(int expected, params string[] arguments)
    {
        var result = await CommandRunner.RunAsync(new("terraform", [.. arguments, "-no-color"]) { WorkingDirectory = _workingFolder, Environment = _environment }, CancellationToken.None);
        Assert.That(result.ExitCode, Is.EqualTo(expected), $"terraform {string.Join(' ', arguments)}\n{result.Error}\n{result.Output}");
        return result.Output;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static bool IsSource(string path) =>
        !path.Contains($"{Path.DirectorySeparatorChar}.terraform{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        && !Path.GetFileName(path).Contains(".tfstate", StringComparison.Ordinal)
        && Path.GetFileName(path) is not (".terraform.lock.hcl" or "terraform.tfvars");
}

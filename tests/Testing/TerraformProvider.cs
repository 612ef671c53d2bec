namespace Slipway.Testing;

/// <summary>Where Terraform and its provider for AWS are on this machine: a test downloads nothing.</summary>
public static class TerraformProvider
{
    private const string Name = "registry.terraform.io/hashicorp/aws";

    /// <summary>The plugin directory that has the provider; null when there is none.</summary>
    public static string? Directory { get; } = Candidates().FirstOrDefault(folder => System.IO.Directory.Exists(Path.Combine(folder, Name)));

    /// <summary>Why it cannot run here, with what to do about it; null when it can.</summary>
    public static string? Missing => (HasTerraform(), Directory) switch
    {
        (false, _) => "terraform is not on PATH, so nothing was tried with it. Install Terraform 1.11 or newer.",
        (_, null) => $"No plugin directory has {Name}, so nothing was tried with Terraform. Fill one with 'terraform providers mirror ~/.terraform.d/plugins'.",
        _ => null,
    };

    private static bool HasTerraform() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, "terraform")));

    /// <summary>Terraform's own places, and what is installed beside the system. https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories</summary>
    private static IEnumerable<string> Candidates() =>
    [
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".terraform.d", "plugins"),
        "/usr/local/share/terraform/plugins",
        "/usr/share/terraform/plugins",
        .. Environment.GetEnvironmentVariable("TF_PLUGIN_CACHE_DIR") is { Length: > 0 } cache ? [cache] : Array.Empty<string>(),
        .. System.IO.Directory.Exists("/opt") ? System.IO.Directory.EnumerateDirectories("/opt") : [],
    ];
}

namespace Slipway.Docker.Compose;

/// <summary>Which Compose project a command is about. What is null or empty is left to Compose's own rules.</summary>
public sealed record ComposeProject
{
    /// <summary>Lower-case letters, digits, hyphens and underscores; one for each run keeps runs apart.</summary>
    public string? Name { get; init; }

    /// <summary>Compose files, later ones override earlier ones.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>What relative paths in the files are relative to; null: the first file's directory.</summary>
    public string? Directory { get; init; }

    public IReadOnlyList<string> Profiles { get; init; } = [];

    /// <summary>Files whose variables are interpolated; empty: <c>.env</c> beside the first file.</summary>
    public IReadOnlyList<string> EnvFiles { get; init; } = [];
}

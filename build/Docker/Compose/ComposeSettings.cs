namespace Slipway.Docker.Compose;

/// <summary>What all Compose commands share: the project. <see cref="ComposeCli"/> puts its own project in its place.</summary>
public class ComposeSettings : DockerSettings
{
    /// <inheritdoc cref="ComposeProject.Name"/>
    public string? ProjectName { get; init; }

    /// <inheritdoc cref="ComposeProject.Files"/>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <inheritdoc cref="ComposeProject.Directory"/>
    public string? ProjectDirectory { get; init; }

    /// <inheritdoc cref="ComposeProject.Profiles"/>
    public IReadOnlyList<string> Profiles { get; init; } = [];

    /// <inheritdoc cref="ComposeProject.EnvFiles"/>
    public IReadOnlyList<string> EnvFiles { get; init; } = [];

    internal ComposeProject Project => new()
    {
        Name = ProjectName,
        Files = Files,
        Directory = ProjectDirectory,
        Profiles = Profiles,
        EnvFiles = EnvFiles,
    };
}

namespace Slipway.Docker.Compose;

/// <summary>Settings of <c>docker compose build</c>; the output is plain lines.</summary>
public sealed class ComposeBuildSettings : ComposeSettings
{
    /// <summary>Empty: all services that have a build section.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Looks for newer base images in their registries.</summary>
    public bool Pull { get; init; }

    public bool NoCache { get; init; }
}

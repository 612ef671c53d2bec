namespace Slipway.Docker.Compose;

/// <summary>Settings of <c>docker compose ps</c>.</summary>
public sealed class ComposePsSettings : ComposeSettings
{
    /// <summary>Those that do not run, too.</summary>
    public bool All { get; init; }
}

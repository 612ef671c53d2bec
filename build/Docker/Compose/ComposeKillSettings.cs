namespace Slipway.Docker.Compose;

/// <summary>Settings of <c>docker compose kill</c>.</summary>
public sealed class ComposeKillSettings : ComposeSettings
{
    /// <summary>As <c>SIGTERM</c>; null: SIGKILL.</summary>
    public string? Signal { get; init; }

    /// <summary>Empty: all.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];
}

namespace Slipway.Pipeline.Configuration;

/// <summary>What is handed to Docker Compose.</summary>
/// <param name="Files">Paths inside the repository, in Compose's order: a later file overrides. Default: docker-compose.yml.</param>
public sealed record ComposeSettings(IReadOnlyList<string> Files, Place Place);

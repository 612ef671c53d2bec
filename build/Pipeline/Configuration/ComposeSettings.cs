using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>What is handed to Docker Compose.</summary>
/// <param name="Files">Paths inside the repository, in Compose's order: a later file overrides. Default: docker-compose.yml.</param>
/// <param name="Profiles">Profiles whose services take part. Default: none, as Compose has it.</param>
public sealed record ComposeSettings(IReadOnlyList<string> Files, IReadOnlyList<string> Profiles, Place Place);

using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>How an image is built, where it is not as the Compose file says. What is null or empty is left to that file.</summary>
/// <param name="Context">A folder inside the repository, <c>.</c> for the repository itself.</param>
/// <param name="Dockerfile">Relative to the context.</param>
/// <param name="Target">A stage of the Dockerfile.</param>
/// <param name="Platforms">One at most: the engine keeps images of one platform under one name.</param>
public sealed record ImageBuildSettings(string? Context, string? Dockerfile, string? Target, IReadOnlyList<string> Platforms, Place Place);

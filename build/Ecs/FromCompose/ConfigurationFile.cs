namespace Slipway.Ecs.FromCompose;

/// <summary>A text file that a container has: a part of its image's build context, or mounted.</summary>
/// <param name="Path">Relative to the Compose file, with <c>/</c>.</param>
public sealed record ConfigurationFile(string Path, string Text);

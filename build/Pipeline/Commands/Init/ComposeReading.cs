using Slipway.Ecs.FromCompose;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>The Compose application of a folder.</summary>
/// <param name="Files">Names in the folder.</param>
/// <param name="Written">Not interpolated.</param>
/// <param name="ProfileServices">Services that start only with a profile; they are not in <paramref name="Compose"/>.</param>
/// <param name="Overrides">Files that Compose would lay over the others on its own, and that are not read.</param>
internal sealed record ComposeReading(
    IReadOnlyList<string> Files, ComposeDocument Compose, ComposeDocument Written, IReadOnlyList<string> ProfileServices, IReadOnlyList<string> Overrides);

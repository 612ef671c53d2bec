using Slipway.Ecs.FromCompose;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>The Compose application of a folder.</summary>
/// <param name="Files">Names in the folder.</param>
/// <param name="Override">The one of them that Compose lays over the others without being told to, or null.</param>
/// <param name="Written">Not interpolated; null where nothing but Compose can read a file, so that all counts as standing in the files.</param>
/// <param name="ProfileServices">Services that start only with a profile; they are not in <paramref name="Compose"/>.</param>
/// <param name="Blank">Variables of the files that are set nowhere, and that Compose takes for blank.</param>
internal sealed record ComposeReading(
    IReadOnlyList<string> Files, string? Override, ComposeDocument Compose, ComposeDocument? Written, IReadOnlyList<string> ProfileServices, IReadOnlyList<string> Blank);

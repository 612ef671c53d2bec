using System.Text.Json.Serialization;

namespace Slipway.Pipeline.Foundation.WorkingTree;

/// <summary>What a run has created and must clean up; written before it is created.</summary>
/// <param name="ComposeProject">Name of the Compose project, or null before it was started.</param>
public sealed record RunRecord(string? ComposeProject, IReadOnlyList<PlacedFile> Files)
{
    public static RunRecord Empty { get; } = new(null, []);
}

/// <summary>A file that a run wrote into the working tree.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Kept">Where the user's own file of that name is kept meanwhile, or null when there was none.</param>
public sealed record PlacedFile(string Path, string? Kept);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunJson : JsonSerializerContext;

using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.FromCompose;

/// <summary>What became of a Compose file.</summary>
/// <param name="Document">Null when the file was refused.</param>
/// <param name="Refusals">Why there is no task definition: sentences that say what to change.</param>
/// <param name="Private">
/// In a rehearsal, by Compose service: secret variables whose values are not in the Compose file and therefore not in the
/// document either; they belong into an environment file that is not committed. Never to be printed.
/// </param>
public sealed record Conversion(
    TaskDefinitionDocument? Document,
    IReadOnlyList<ConversionWarning> Warnings,
    IReadOnlyList<string> Refusals,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Private)
{
    internal static Conversion Refused(params IReadOnlyList<string> reasons) =>
        new(null, [], reasons, new Dictionary<string, IReadOnlyDictionary<string, string>>());
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Deployment.Permissions;

/// <summary>What LocalAws has recorded of the permissions that its callers would need.</summary>
/// <param name="IsComplete">There was room for everything.</param>
public sealed record UsedPermissions(IReadOnlyList<PermissionUsed> Uses, bool IsComplete)
{
    /// <summary>In LocalAws's state directory: <c>{isComplete, uses}</c>, of which the latter is an array of <c>{principal, operation, action, resource, context}</c>, each once.</summary>
    public const string FileName = "permissions.json";

    /// <exception cref="RunFailedException">There is no record, or it cannot be read; exit code 3.</exception>
    public static UsedPermissions Read(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) is JsonObject record && record["uses"] is JsonArray uses && record["isComplete"] is JsonValue isComplete
                ? new([.. uses.Select(Read)], (bool)isComplete)
                : throw new FormatException("it has no 'uses', or no 'isComplete'.");
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException(ExitCodes.Prerequisite, $"There is no record of a rehearsal in {file}: {missing.Message} Rehearse first: {Options.Target}=Deploy {Options.Environment}=local.");
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            throw new RunFailedException(ExitCodes.Prerequisite, $"The record of a rehearsal in {file} cannot be read: {broken.Message} Remove it, and rehearse again: {Options.Target}=Deploy {Options.Environment}=local.");
        }
    }

    /// <summary>Those of a role alone.</summary>
    /// <param name="role">ARN.</param>
    /// <exception cref="RunFailedException">It has used nothing; exit code 3.</exception>
    public UsedPermissions Of(string role) => this with
    {
        Uses = Uses.Where(use => use.Principal == role).ToList() is { Count: > 0 } own
            ? own
            : throw new RunFailedException(ExitCodes.Prerequisite, $"The record of the rehearsal has nothing of {role}, but of {string.Join(", ", Uses.Select(use => use.Principal).Distinct())}. Rehearse with the role, or compare another environment."),
    };

    private static PermissionUsed Read(JsonNode? use) =>
        use is JsonObject && use["context"] is JsonObject context && (string?)use["principal"] is { } principal && (string?)use["operation"] is { } operation && (string?)use["action"] is { } action && (string?)use["resource"] is { } resource
            ? new(principal, operation, new(action, resource, context.ToDictionary(key => key.Key, IReadOnlyList<string> (key) => [.. (key.Value as JsonArray ?? []).Select(value => $"{value}")])))
            : throw new FormatException($"{use?.ToJsonString() ?? "null"} is no use.");
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Aws.Permissions;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Deployment.Permissions;

/// <summary>What LocalAws has recorded of the permissions that its callers would need.</summary>
public static class UsedPermissions
{
    /// <summary>In LocalAws's state directory: an array of <c>{principal, operation, action, resource, context}</c>, each once.</summary>
    public const string FileName = "permissions.json";

    /// <exception cref="RunFailedException">There is no record, or it cannot be read; exit code 3.</exception>
    public static IReadOnlyList<(string Operation, PermissionRequest Request)> Read(string file)
    {
        try
        {
            return [.. JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(Read!)];
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new RunFailedException(ExitCodes.Prerequisite, $"There is no record of a rehearsal in {file}: {missing.Message} Rehearse first: --target=Deploy --env=local.");
        }
    }

    private static (string Operation, PermissionRequest Request) Read(JsonNode use)
    {
        var context = use["context"]!.AsObject().ToDictionary(key => key.Key, IReadOnlyList<string> (key) => [.. key.Value!.AsArray().Select(value => (string)value!)]);
        return ((string)use["operation"]!, new((string)use["action"]!, (string)use["resource"]!, context));
    }
}

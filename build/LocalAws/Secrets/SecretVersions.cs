using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Secrets;

/// <summary>The version that a request means or makes.</summary>
internal static class SecretVersions
{
    private const int LongestValue = 65_536;

    /// <summary>The version with that id, that stage, or both; without either the current one.</summary>
    /// <exception cref="AwsErrorException"><c>ResourceNotFoundException</c>.</exception>
    public static SecretVersion Choose(Secret secret, string? id, string? stage)
    {
        if (id is null)
            return secret.Find(stage ?? SecretVersion.Current) ?? throw SecretErrors.NoStage(stage ?? SecretVersion.Current);
        var version = secret.Versions.Find(candidate => candidate.Id == id) ?? throw SecretErrors.NoVersion(id);
        return stage is null || version.Stages.Contains(stage)
            ? version
            : throw new AwsErrorException("InvalidRequestException", "You provided a VersionStage that is not associated to the provided VersionId.");
    }

    /// <summary>Null when the request has no value.</summary>
    public static SecretVersion? In(JsonObject request, DateTimeOffset now)
    {
        var (text, binary) = (request.Text("SecretString"), request.Text("SecretBinary"));
        if (text is null && binary is null)
            return null;
        if (text is not null && binary is not null)
            throw SecretErrors.InvalidParameter("You can't specify both a binary secret value and a string secret value in the same secret.");
        if ((text ?? binary)!.Length is 0 or > LongestValue)
            throw SecretErrors.InvalidParameter($"A secret value should have from 1 to {LongestValue} characters.");
        var stages = request.Texts("VersionStages");
        return new(request.Text("ClientRequestToken") ?? $"{Guid.NewGuid()}", text, binary, now, stages.Count == 0 ? [SecretVersion.Current] : stages);
    }

    public static JsonArray Stages(SecretVersion version) => new([.. version.Stages.Select(stage => (JsonNode)stage)]);
}

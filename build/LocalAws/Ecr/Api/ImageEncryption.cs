using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>How a repository keeps its images at rest: remembered and answered, since nobody sees it. Source: Amazon ECR API Reference, EncryptionConfiguration.</summary>
/// <param name="Type"><c>AES256</c>, <c>KMS</c> or <c>KMS_DSSE</c>.</param>
/// <param name="Key">ARN of the key in KMS; null for AES256.</param>
internal sealed record ImageEncryption(string Type, string? Key)
{
    /// <summary>What a request without one gets.</summary>
    public static readonly ImageEncryption Default = new("AES256", null);

    /// <summary>The key that AWS manages for ECR has an id of its own in each account and region; this one is made up.</summary>
    private const string ManagedKey = "00000000-0000-4000-8000-000000000ec2";

    public static ImageEncryption Of(JsonObject request, LocalAwsOptions options)
    {
        if (request.Object("encryptionConfiguration") is not { } wanted) return Default;
        var type = wanted.Text("encryptionType");
        if (type is not ("AES256" or "KMS" or "KMS_DSSE"))
            throw EcrErrors.InvalidParameter("encryptionConfiguration.encryptionType", "Member must satisfy enum value set: [AES256, KMS, KMS_DSSE]");
        var key = wanted.Text("kmsKey");
        if (type == Default.Type) return key is null ? Default : throw EcrErrors.InvalidParameter("encryptionConfiguration.kmsKey", "Member must be there with KMS or KMS_DSSE only");

        // That an id and an alias are answered as an ARN is not confirmed.
        var keys = $"arn:aws:kms:{options.Region}:{options.Account}:";
        return new(type, key switch
        {
            null => $"{keys}key/{ManagedKey}",
            _ when key.StartsWith("arn:", StringComparison.Ordinal) => key,
            _ when key.StartsWith("alias/", StringComparison.Ordinal) => keys + key,
            _ => $"{keys}key/{key}",
        });
    }

    public JsonObject ToJson()
    {
        var view = new JsonObject { ["encryptionType"] = Type };
        if (Key is not null) view["kmsKey"] = Key;
        return view;
    }
}

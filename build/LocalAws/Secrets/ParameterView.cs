using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Secrets;

/// <summary>Parameters as Parameter Store's answers show them.</summary>
internal sealed class ParameterView(LocalAwsOptions options, ParameterVault vault)
{
    /// <summary>With its value, which is cipher text for who does not ask to have it decrypted.</summary>
    public JsonObject Value(Parameter parameter, ParameterVersion version, bool decrypted) => new()
    {
        ["Name"] = parameter.Name,
        ["Type"] = version.Type,
        ["Value"] = decrypted || version.Type != "SecureString" ? version.Value : CipherText(version),
        ["Version"] = version.Number,
        ["LastModifiedDate"] = version.ModifiedAt.ToTimestamp(),
        ["ARN"] = vault.ArnOf(parameter.Name),
        ["DataType"] = parameter.DataType,
    };

    /// <summary>Without the value.</summary>
    public JsonObject Metadata(Parameter parameter)
    {
        var view = About(parameter, parameter.Latest);
        view["ARN"] = vault.ArnOf(parameter.Name);
        return view;
    }

    /// <summary>One of its versions, with the value.</summary>
    public JsonObject History(Parameter parameter, ParameterVersion version, bool decrypted)
    {
        var view = About(parameter, version);
        view["Value"] = (string?)Value(parameter, version, decrypted)["Value"];
        view["Labels"] = new JsonArray();
        return view;
    }

    private JsonObject About(Parameter parameter, ParameterVersion version)
    {
        var view = new JsonObject
        {
            ["Name"] = parameter.Name,
            ["Type"] = version.Type,
            ["LastModifiedDate"] = version.ModifiedAt.ToTimestamp(),
            ["LastModifiedUser"] = $"arn:aws:iam::{options.Account}:user/local",
            ["Version"] = version.Number,
            ["Tier"] = parameter.Tier,
            ["Policies"] = new JsonArray(),
            ["DataType"] = parameter.DataType,
        };
        if (version.Type == "SecureString")
            view["KeyId"] = parameter.KeyId ?? "alias/aws/ssm";
        if (parameter.Description is { } description)
            view["Description"] = description;
        if (parameter.AllowedPattern is { } pattern)
            view["AllowedPattern"] = pattern;
        return view;
    }

    /// <summary>Nothing that could be turned back: the value is not to be seen, and nobody decrypts it here.</summary>
    private static string CipherText(ParameterVersion version) =>
        Convert.ToBase64String(HMACSHA256.HashData(RandomNumberGenerator.GetBytes(32), Encoding.UTF8.GetBytes(version.Value)));
}

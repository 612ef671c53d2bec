using System.Text.Json.Nodes;
using Slipway.Aws.Permissions;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Secrets;

/// <summary>What the calls of Secrets Manager are to IAM: on the secret's ARN, with the characters behind its name. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html</summary>
internal sealed class SecretPermissionSource(SecretVault vault) : IPermissionSource
{
    public string TargetPrefix => "secretsmanager";

    public ValueTask<IReadOnlyList<PermissionRequest>?> OfAsync(string operation, JsonObject request, CancellationToken cancellationToken) =>
        new((request.Text("SecretId") ?? request.Text("Name")) is { } id ? [Request.To($"secretsmanager:{operation}", vault.ArnOf(vault.NameOf(id)))] : null);
}

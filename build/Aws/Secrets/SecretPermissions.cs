using Slipway.Aws.Permissions;

namespace Slipway.Aws.Secrets;

/// <summary>
/// What reading a secret needs. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html,
/// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
/// One that is encrypted with a key of one's own needs <c>kms:Decrypt</c> on that key, which a name does not tell.
/// </summary>
internal static class SecretPermissions
{
    public static IReadOnlyList<PermissionRow> All { get; } =
    [
        // The ARN of a secret ends with a hyphen and six characters of Secrets Manager's.
        new(AwsService.SecretsManager.Id, "GetSecretValue", new RequiredAction("secretsmanager:GetSecretValue", new("{secretArn}"))),
        new(AwsService.ParameterStore.Id, "GetParameter", new RequiredAction("ssm:GetParameter", new("{parameterArn}"))),
    ];
}

namespace Slipway.Pipeline.Configuration;

/// <summary>The services of AWS that keep secrets.</summary>
public enum SecretSourceKind
{
    /// <summary>An object in S3: <c>s3://bucket/key</c>.</summary>
    S3,

    /// <summary>A secret of Secrets Manager: <c>secretsmanager://name-or-arn</c>, <c>secretsmanager://name-or-arn#member</c>.</summary>
    SecretsManager,

    /// <summary>A parameter of Systems Manager: <c>ssm://name-or-arn</c>.</summary>
    ParameterStore,
}

namespace Slipway.Aws.Sts;

/// <summary>Whose credentials these are.</summary>
/// <param name="Account">Twelve digits.</param>
public sealed record CallerIdentity(string Account, string Arn, string UserId);

namespace Slipway.LocalAws.Sts;

/// <summary>Temporary credentials of a role. Their text names the key only: the rest is for no log.</summary>
public sealed record RoleCredentials(string AccessKeyId, string SecretAccessKey, string Token, DateTimeOffset Expiration)
{
    public override string ToString() => AccessKeyId;
}

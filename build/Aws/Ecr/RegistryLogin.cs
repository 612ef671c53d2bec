namespace Slipway.Aws.Ecr;

/// <summary>What <c>docker login</c> needs for the account's registry. ECR's tokens live for 12 hours.</summary>
public sealed record RegistryLogin(Uri Endpoint, string UserName, Secret Password, DateTimeOffset ExpiresAt)
{
    /// <summary>The registry as image names and <c>docker login</c> write it: host, and port where it is not the scheme's own.</summary>
    public string Host => Endpoint.Authority;
}

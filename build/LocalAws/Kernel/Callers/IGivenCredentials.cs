namespace Slipway.LocalAws.Kernel.Callers;

/// <summary>The temporary credentials that LocalAws has given out.</summary>
internal interface IGivenCredentials
{
    /// <summary>Whether key and token belong together, and have not expired.</summary>
    Task<bool> IncludeAsync(string accessKeyId, string token, CancellationToken cancellationToken);

    /// <summary>Whose they are: the ARN of the session, and that of its role. Null for a key that was not given out, or whose session has expired.</summary>
    Task<(string Arn, string RoleArn)?> OwnerAsync(string accessKeyId, CancellationToken cancellationToken);
}

namespace Slipway.LocalAws.Kernel.Callers;

/// <summary>The temporary credentials that LocalAws has given out.</summary>
internal interface IGivenCredentials
{
    /// <summary>Whether key and token belong together, and have not expired.</summary>
    Task<bool> IncludeAsync(string accessKeyId, string token, CancellationToken cancellationToken);
}

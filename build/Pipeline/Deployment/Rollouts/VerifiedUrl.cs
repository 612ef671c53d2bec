namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>A URL of the deployed application that answered as it should.</summary>
/// <param name="Status">The HTTP status that it answered with.</param>
public sealed record VerifiedUrl(string Url, int Status);

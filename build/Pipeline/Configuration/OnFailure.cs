namespace Slipway.Pipeline.Configuration;

/// <summary>What becomes of the services that were moved when the deployment of another one fails.</summary>
public enum OnFailure
{
    /// <summary><c>rollback</c>: they go back to what they ran.</summary>
    Rollback,

    /// <summary><c>keep</c>: they stay with the release.</summary>
    Keep,
}

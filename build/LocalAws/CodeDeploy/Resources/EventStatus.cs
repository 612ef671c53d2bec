namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>The <c>status</c> of a lifecycle event, by the API's names.</summary>
public enum EventStatus
{
    Pending,
    InProgress,
    Succeeded,
    Failed,
    Skipped,
}

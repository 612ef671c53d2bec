namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The values of a task's <c>stopCode</c> that occur here.</summary>
public static class StopCodes
{
    public const string EssentialContainerExited = "EssentialContainerExited";
    public const string TaskFailedToStart = "TaskFailedToStart";
    public const string ServiceSchedulerInitiated = "ServiceSchedulerInitiated";
    public const string SpotInterruption = "SpotInterruption";
    public const string UserInitiated = "UserInitiated";
}

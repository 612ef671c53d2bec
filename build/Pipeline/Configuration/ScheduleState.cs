namespace Slipway.Pipeline.Configuration;

/// <summary>Whether a schedule runs.</summary>
public enum ScheduleState
{
    Enabled,

    Disabled,
}

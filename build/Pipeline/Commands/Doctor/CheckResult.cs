namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>What a check found.</summary>
public enum CheckResult
{
    Passed,

    /// <summary>A deployment would fail for want of it.</summary>
    Failed,

    /// <summary>It could not be checked, or is a matter of taste; a deployment may work all the same.</summary>
    Unknown,
}

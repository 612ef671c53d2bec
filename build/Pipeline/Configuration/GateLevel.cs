namespace Slipway.Pipeline.Configuration;

/// <summary>How bad a finding of a gate is, as SARIF 2.1.0 has it (§3.27.10), from the least to the worst.</summary>
public enum GateLevel
{
    /// <summary>No problem: it never counts.</summary>
    None,

    Note,
    Warning,
    Error,
}

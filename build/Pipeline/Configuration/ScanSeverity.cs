namespace Slipway.Pipeline.Configuration;

/// <summary>How bad a finding is, from the least to the worst.</summary>
public enum ScanSeverity
{
    Low,
    Medium,
    High,
    Critical,
}

using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>A finding of a gate that is accepted for a time.</summary>
/// <param name="Rule">Its id in SARIF.</param>
/// <param name="Path">The file, or a folder around it; null for everywhere.</param>
/// <param name="Reason">For those who read the file later.</param>
/// <param name="Until">The last day on which it is accepted.</param>
public sealed record GateIgnore(string Rule, string? Path, string Reason, DateOnly Until, Place Place);

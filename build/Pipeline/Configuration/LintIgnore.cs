using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>A finding of Lint that is meant to be as it is.</summary>
/// <param name="Rule">As Lint prints it: three capital letters and three digits.</param>
/// <param name="Path">Where in the file the rule is not to hold, as Lint prints it; null for everywhere.</param>
/// <param name="Reason">For those who read the file later.</param>
public sealed record LintIgnore(string Rule, string? Path, string Reason, Place Place);

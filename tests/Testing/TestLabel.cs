namespace Slipway.Testing;

/// <summary>The label of what tests create on Docker themselves: the run's temporary folder, by which the next run finds what a killed one left.</summary>
public static class TestLabel
{
    public const string Name = "slipway.tests";

    public static string Value { get; } = Path.TrimEndingDirectorySeparator(Path.GetTempPath());

    /// <summary>For <c>docker run --label</c>.</summary>
    public static string Argument => $"{Name}={Value}";
}

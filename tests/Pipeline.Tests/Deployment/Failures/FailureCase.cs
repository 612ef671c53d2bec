namespace Slipway.Pipeline.Tests.Deployment.Failures;

/// <summary>A row of the table: what becomes of a release of several services, or of what is done with it.</summary>
/// <param name="What">In words; the name of the test, and with hyphens that of its golden file.</param>
/// <param name="ExitCode">Of the last command.</param>
/// <param name="Act">Its commands, of which <see cref="Shown"/> are in the golden file.</param>
internal sealed record FailureCase(string What, int ExitCode, Func<ReleaseShop, Task> Act)
{
    /// <summary>How many of the last commands are shown.</summary>
    public int Shown { get; init; } = 1;

    public string Golden => $"{What.Replace(' ', '-').Replace(",", "", StringComparison.Ordinal)}.txt";

    public override string ToString() => What;
}

namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>An option of the command line.</summary>
/// <param name="Names">The main name, then the aliases; long ones with two dashes, one-letter ones with one.</param>
/// <param name="TakesValue">A flag takes none, or <c>true</c> or <c>false</c>.</param>
/// <param name="Check">Answers with the problem of a value, or null; null when any value will do.</param>
/// <param name="Help">What --help says about it; null for Frosting's own, which say it themselves.</param>
internal sealed record Option(IReadOnlyList<string> Names, bool TakesValue, Func<string, string?>? Check = null, string? Help = null)
{
    public string Name => Names[0];
}

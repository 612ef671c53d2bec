namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>What <c>--target</c> can name.</summary>
/// <param name="NeedsEnvironment">Without <c>--env</c> the command line is refused.</param>
/// <param name="Options">Those that mean something to it only; by their names.</param>
public sealed record Target(string Name, string Description, bool NeedsEnvironment, IReadOnlyList<string> Options)
{
    /// <summary>What <c>--output</c> can be for this target; empty for a file.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>Those that it cannot do without.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];
}

namespace Slipway.Pipeline.CommandLine;

/// <summary>What <c>--target</c> can name.</summary>
/// <param name="NeedsEnvironment">Without <c>--env</c> the command line is refused.</param>
public sealed record Target(string Name, string Description, bool NeedsEnvironment);

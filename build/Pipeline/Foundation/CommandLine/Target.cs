namespace Slipway.Pipeline.Foundation.CommandLine;

/// <summary>What <c>--target</c> can name.</summary>
/// <param name="NeedsEnvironment">Without <c>--env</c> the command line is refused.</param>
public sealed record Target(string Name, string Description, bool NeedsEnvironment)
{
    /// <summary>The options that mean something to it only, as they are declared.</summary>
    internal IEnumerable<CommandOption> Options => CommandLine.Options.All.Where(option => option.Targets.Contains(Name));
}

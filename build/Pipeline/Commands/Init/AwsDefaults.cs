using Slipway.Aws;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>What is known of AWS without asking it.</summary>
/// <param name="Region">Null when nothing says it.</param>
/// <param name="Account">Twelve digits; null when nothing says it.</param>
public sealed record AwsDefaults(string? Region, string? Account)
{
    /// <param name="variables">The environment of this process.</param>
    public static AwsDefaults Of(IReadOnlyDictionary<string, string> variables) => new(
        LocalConfiguration.Region(variables) is { } region && AwsRegion.Check(region) is null ? region : null,
        LocalConfiguration.Account(variables) is { } account && ValueRules.Account(account) is null ? account : null);
}

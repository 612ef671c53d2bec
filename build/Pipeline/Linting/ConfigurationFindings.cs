using Slipway.Ecs.Linting;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Linting;

/// <summary>Mistakes of the configuration as findings, so that they stand in the same list.</summary>
internal static class ConfigurationFindings
{
    public static Finding Of(ConfigurationError error)
    {
        var rule = new LintRule($"SLP{(int)error.Code:000}", Severity.Error, "A mistake in the configuration", $"See {error.Place.File}.", "Slipway: slipway.yml");
        return new(rule, Severity.Error, "", $"{error.Message}{(error.Message[^1] is '?' or '.' ? "" : ".")}", LintEnvironment.PlaceOf(error.Place));
    }
}

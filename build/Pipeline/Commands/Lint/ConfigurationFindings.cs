using Slipway.Ecs.Linting;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Yaml;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Mistakes of the configuration, and what is probably one, as findings, so that they are in the same list.</summary>
internal static class ConfigurationFindings
{
    public static Finding Of(ConfigurationError error) => Of(error.Place, error.Code, Severity.Error, error.Message);

    public static Finding Of(ConfigurationWarning warning) => Of(warning.Place, warning.Code, Severity.Warning, warning.Message);

    private static Finding Of(Place place, ErrorCode code, Severity severity, string message)
    {
        var id = $"SLP{(int)code:000}";
        var rule = ProjectRules.All.FirstOrDefault(known => known.Id == id) ?? new LintRule(id, severity, "A mistake in the configuration", $"See {place.File}.", "Slipway: slipway.yml");
        return new(rule, severity, "", $"{message}{(message[^1] is '?' or '.' ? "" : ".")}", LintEnvironment.PlaceOf(place));
    }
}

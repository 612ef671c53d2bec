using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;

namespace Slipway.Pipeline.Configuration.Reader;

/// <summary>
/// Finds what an environment takes from under the name of another one. It is a copy that was not adapted more often than it is meant:
/// production that starts with staging's keys works, and nobody sees it.
/// </summary>
internal static class ForeignEnvironments
{
    private static readonly char[] Separators = ['/', ':', '#'];

    public static IReadOnlyList<ConfigurationWarning> Find(Settings settings)
    {
        List<ConfigurationWarning> warnings = [];

        foreach (var secret in settings.Secrets.Where(secret => !secret.Shared))
        {
            if (Foreign(secret.From, settings) is { } other)
                warnings.Add(Warning(settings, secret.From, other, "write '{env}' in its place, or add 'shared: true' when both are to have the same secret"));
        }

        foreach (var service in settings.Services)
        {
            if (Foreign(service.TaskDefinition, settings) is { } foreign)
                warnings.Add(Warning(settings, service.TaskDefinition, foreign, "write '{env}' in its place, and give each environment a task definition of its own"));
        }

        return [.. warnings.OrderBy(warning => warning.Place.Line).ThenBy(warning => warning.Place.Column)];
    }

    private static ConfigurationWarning Warning(Settings settings, Template path, string other, string remedy) =>
        new(path.Place, ErrorCode.ForeignEnvironment, $"environment '{settings.Environment}' takes '{path}', which is under the name of environment '{other}'; {remedy}");

    /// <summary>The other environment that a part of the path is the name of, or that the file's own name begins with.</summary>
    private static string? Foreign(Template path, Settings settings)
    {
        var parts = path.Text.Replace("{env}", settings.Environment, StringComparison.Ordinal).Split(Separators);

        return parts.Select(part => Owner(part, path.Kind, settings.Environments))
            .FirstOrDefault(owner => owner is not null && owner != settings.Environment);
    }

    /// <summary>The longest name counts: 'prod-eu-taskdef.json' is of environment 'prod-eu', also when there is a 'prod'.</summary>
    private static string? Owner(string part, TemplateKind kind, IReadOnlyList<string> environments) => environments
        .Where(name => part == name || (kind == TemplateKind.Path && part.Length > name.Length && part.StartsWith(name, StringComparison.Ordinal) && part[name.Length] is '-' or '.' or '_'))
        .MaxBy(name => name.Length);
}

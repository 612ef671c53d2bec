using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Keys;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration.Reader;

/// <summary>What one entry of <c>environments</c> changes.</summary>
/// <param name="Stage">What it has beside: its place in the order of environments.</param>
internal sealed record EnvironmentOverrides(string Name, MappingNode Changes, MappingNode Stage)
{
    private static readonly string[] Fixed = [SettingsKeys.ApplicationName, SettingsKeys.EnvironmentsName];

    private static readonly string[] Own = [.. StageKeys.All.Select(key => key.Name)];

    /// <summary>Reads <c>environments</c>. An entry without a value changes nothing.</summary>
    public static List<EnvironmentOverrides> Read(MappingNode root, ErrorList errors)
    {
        List<EnvironmentOverrides> environments = [];

        if (root.Find(SettingsKeys.EnvironmentsName) is not { } entry)
        {
            errors.Add(root.Place, ErrorCode.MissingValue, $"missing key '{SettingsKeys.EnvironmentsName}'");
            return environments;
        }

        if (entry.Value is not MappingNode { Entries.Count: > 0 } mapping)
        {
            errors.Add(
                entry.Value.Place,
                ErrorCode.WrongType,
                $"'{SettingsKeys.EnvironmentsName}' must be a mapping with at least one environment");
            return environments;
        }

        environments.AddRange(mapping.Entries.Select(environment => ReadOne(environment, errors)));
        return environments;
    }

    private static EnvironmentOverrides ReadOne(MappingEntry environment, ErrorList errors)
    {
        if (ValueRules.Environment(environment.Key) is { } problem)
            errors.Add(environment.Place, ErrorCode.InvalidValue, problem);

        var changes = environment.Value as MappingNode ?? new MappingNode(environment.Place, []);

        if (environment.Value is not (MappingNode or ScalarNode { IsNull: true }))
        {
            errors.Add(
                environment.Value.Place,
                ErrorCode.WrongType,
                $"environment '{environment.Key}' must be a mapping, and is {environment.Value.Description}");
        }

        foreach (var change in changes.Entries.Where(change => Fixed.Contains(change.Key)))
            errors.Add(change.Place, ErrorCode.UnknownKey, $"'{change.Key}' cannot differ between environments; it stands at the top only");

        var misspelt = changes.Entries.Where(change => !SettingsKeys.Changeable.Any(key => key.Name == change.Key) && Suggestion.For(change.Key, Own) is { } own && own != change.Key).ToList();
        foreach (var change in misspelt) errors.Add(change.Place, ErrorCode.UnknownKey, $"unknown key '{change.Key}'{Suggestion.Phrase(change.Key, Own)}");

        return new(
            environment.Key,
            new(environment.Place, [.. changes.Entries.Where(change => !Fixed.Contains(change.Key) && !Own.Contains(change.Key)).Except(misspelt)]),
            new(environment.Place, [.. changes.Entries.Where(change => Own.Contains(change.Key))]));
    }
}

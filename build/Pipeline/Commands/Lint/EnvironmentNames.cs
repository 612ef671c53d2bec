using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Reader;
using Slipway.Yaml;

namespace Slipway.Pipeline.Commands.Lint;

/// <summary>Which environments a configuration has, for those who check all of them.</summary>
internal static class EnvironmentNames
{
    /// <returns>In the order of the file; one without a name when the file is not one: whoever reads it then is told why.</returns>
    public static IReadOnlyList<string> Read(string file)
    {
        const string Unknown = "";
        if (!File.Exists(file)) return [Unknown];
        var errors = new ErrorList();
        return errors.ReadYaml(File.ReadAllText(file), file) is MappingNode root && EnvironmentOverrides.Read(root, errors) is { Count: > 0 } environments
            ? [.. environments.Select(environment => environment.Name)]
            : [Unknown];
    }
}

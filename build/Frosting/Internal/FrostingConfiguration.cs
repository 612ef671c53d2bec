using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.IO;
using Spectre.Console.Cli;

namespace Cake.Frosting.Internal;

/// <summary>
/// Cake's configuration, lowest to highest: <c>UseCakeSetting</c>, <c>CAKE_*</c>, the working directory's <c>cake.config</c>, unknown options.
/// </summary>
internal sealed class FrostingConfiguration : ICakeConfiguration
{
    private readonly ICakeConfiguration _configuration;

    public FrostingConfiguration(
        IEnumerable<FrostingConfigurationValue> values, IFileSystem fileSystem, ICakeEnvironment environment, IRemainingArguments remaining)
    {
        var settings = values.Select(value => KeyValuePair.Create(value.Key, value.Value));
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var option in remaining.Parsed)
        {
            // Under the name as it was typed, dashes included, and under the name that the other sources use for the same setting.
            options[option.Key] = options[option.Key.TrimStart('-')] = option.FirstOrDefault() ?? string.Empty;
        }

        _configuration = new CakeConfigurationProvider(fileSystem, environment).CreateConfiguration(environment.WorkingDirectory, settings, options);
    }

    public string GetValue(string key) => _configuration.GetValue(key);
}

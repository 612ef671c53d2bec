using System.Collections;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Slipway.Aws.Tests;

/// <summary>
/// The AWS_ variables of one test and nothing else of this machine: no profile, no role. Restores what was there.
/// The SDK reads some of them once a process, so it is told to read them again.
/// </summary>
public sealed class AwsEnvironment : IDisposable
{
    private readonly Dictionary<string, string?> _before = [];

    public AwsEnvironment(params (string Name, string Value)[] variables)
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name && name.StartsWith("AWS_", StringComparison.Ordinal)) Set(name, null);
        }

        // No request to the address of an instance's metadata, which would only wait.
        Set("AWS_EC2_METADATA_DISABLED", "true");
        Set("AWS_CONFIG_FILE", WholeRun.ConfigFile);
        Set("AWS_SHARED_CREDENTIALS_FILE", WholeRun.CredentialsFile);
        foreach (var (name, value) in variables) Set(name, value);
        Reset();
    }

    /// <summary>Writes the shared configuration file.</summary>
    public AwsEnvironment WithConfig(string content)
    {
        File.WriteAllText(WholeRun.ConfigFile, content);
        Reset();
        return this;
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before) Environment.SetEnvironmentVariable(name, value);
        File.WriteAllText(WholeRun.ConfigFile, "");
        Reset();
    }

    private static void Reset()
    {
        FallbackInternalConfigurationFactory.Reset();
        FallbackRegionFactory.Reset();
    }

    private void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}

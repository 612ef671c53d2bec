using Slipway.Aws.Tests.Servers;

namespace Slipway.Aws.Tests;

/// <summary>Before the first test: no profile of this machine counts. After the last: no server is left behind, whatever failed.</summary>
[SetUpFixture]
public sealed class WholeRun
{
    private static readonly TemporaryFolder Folder = new();

    /// <summary>The shared configuration file of the run. The SDK reads its name once a process, so all tests have the same one.</summary>
    public static string ConfigFile => Folder["config"];

    /// <summary>As the configuration file.</summary>
    public static string CredentialsFile => Folder["credentials"];

    [OneTimeSetUp]
    public void Isolate()
    {
        // The SDK passes over a name where there is no file.
        File.WriteAllText(ConfigFile, "");
        File.WriteAllText(CredentialsFile, "");
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", ConfigFile);
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", CredentialsFile);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        foreach (var server in AwsServers.All) await server.StopAsync();
        Folder.Dispose();
    }
}

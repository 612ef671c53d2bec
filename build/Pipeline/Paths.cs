using Slipway.Pipeline.CommandLine;

namespace Slipway.Pipeline;

/// <summary>Where things lie in a repository that uses Slipway. All are absolute.</summary>
/// <param name="Root">The repository: where build.sh is, or the working directory when the program was started without it.</param>
public sealed record Paths(string Root)
{
    /// <summary>Slipway's own state: compiled output, running rehearsal, records of runs.</summary>
    public string State => Path.Combine(Root, ".slipway");

    public string Artifacts => Path.Combine(Root, "artifacts");

    public string TestResults => Path.Combine(Root, "test-results");

    public string LocalAwsState => Path.Combine(State, "local-aws");

    /// <summary>What S3 has at the beginning of a rehearsal, one folder a bucket.</summary>
    public string LocalAwsSeed => Path.Combine(Root, "app", "local-s3");

    /// <summary>The secrets and parameters that a rehearsal begins with.</summary>
    public string LocalAwsSecrets => Path.Combine(Root, "app", "local-secrets.json");

    public static Paths OfThisProcess() =>
        new(Environment.GetEnvironmentVariable(EnvironmentVariables.Root) is { Length: > 0 } root ? root : Directory.GetCurrentDirectory());

    /// <summary>A path of the configuration, which is relative to the repository.</summary>
    public string InRepository(string path) => Path.GetFullPath(Path.Combine(Root, path));
}

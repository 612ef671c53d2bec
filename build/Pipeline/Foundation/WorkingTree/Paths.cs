
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Foundation.WorkingTree;

/// <summary>Where things lie in a repository that uses Slipway. All are absolute.</summary>
/// <param name="Root">The application's repository: what <c>--working</c> names, else where build.sh is, else the working directory.</param>
public sealed record Paths(string Root)
{
    /// <summary>Where Slipway's own sources are and build.sh is; the same as <see cref="Root"/> unless <c>--working</c> names an application elsewhere.</summary>
    public string Slipway { get; init; } = Root;

    /// <summary>Slipway's own state: compiled output, running rehearsal, records of runs.</summary>
    public string State => Path.Combine(Root, ".slipway");

    public string Artifacts => Path.Combine(Root, "artifacts");

    public string TestResults => Path.Combine(Root, "test-results");

    public string LocalAwsState => Path.Combine(State, "local-aws");

    /// <summary>What S3 has at the beginning of a rehearsal, one folder a bucket: committed samples, or what Init has put aside.</summary>
    public string LocalAwsSeed => Path.Combine(Root, "app", "local-s3") is var committed && Directory.Exists(committed) ? committed : Path.Combine(State, "local-s3");

    /// <summary>The secrets and parameters that a rehearsal begins with.</summary>
    public string LocalAwsSecrets => Path.Combine(Root, "app", "local-secrets.json");

    /// <param name="workingDirectory">The value of <c>--working</c>, or null.</param>
    public static Paths OfThisProcess(string? workingDirectory)
    {
        var slipway = Environment.GetEnvironmentVariable(EnvironmentVariables.Root) is { Length: > 0 } root ? root : Directory.GetCurrentDirectory();
        return new(workingDirectory is null ? slipway : Path.TrimEndingDirectorySeparator(Path.GetFullPath(workingDirectory))) { Slipway = slipway };
    }

    /// <summary>A path of the configuration, which is relative to the repository.</summary>
    public string InRepository(string path) => Path.GetFullPath(Path.Combine(Root, path));
}

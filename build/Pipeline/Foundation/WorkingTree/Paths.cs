using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Foundation.WorkingTree;

/// <summary>Where things lie in a repository that uses Slipway. All are absolute.</summary>
/// <param name="Root">The application's repository.</param>
public sealed record Paths(string Root)
{
    /// <summary>Where Slipway's own sources are and build.sh is; the same as <see cref="Root"/> unless <c>--working</c> names an application elsewhere.</summary>
    public string Slipway { get; init; } = Root;

    /// <summary>The folder that the user called build.sh from.</summary>
    public string Caller { get; init; } = Root;

    /// <summary>Slipway's own state: compiled output, running rehearsal, records of runs.</summary>
    public string State => Path.Combine(Root, ".slipway");

    public string Artifacts => Path.Combine(Root, "artifacts");

    public string TestResults => Path.Combine(Root, "test-results");

    public string LocalAwsState => Path.Combine(State, "local-aws");

    /// <summary>What S3 has at the beginning of a rehearsal, one folder a bucket: committed samples, or what Init has put aside.</summary>
    public string LocalAwsSeed => Path.Combine(Root, "app", "local-s3") is var committed && Directory.Exists(committed) ? committed : Path.Combine(State, "local-s3");

    /// <summary>The secrets and parameters that a rehearsal begins with.</summary>
    public string LocalAwsSecrets => Path.Combine(Root, "app", "local-secrets.json");

    /// <summary>
    /// The application is what <c>--working</c> names, relative to the caller's folder. Without it, it is the repository that build.sh is in;
    /// or the caller's folder, if that is elsewhere and has a configuration, or is to get one. Started without build.sh, as <c>dotnet slipway</c>, it is the caller's folder or
    /// the nearest one above that has a configuration.
    /// </summary>
    /// <param name="variables">The environment of the process.</param>
    /// <param name="invocation">The command line.</param>
    /// <param name="createsConfiguration">The target is Init.</param>
    /// <exception cref="CommandLineException"><c>--working</c> names no folder.</exception>
    public static Paths Find(IReadOnlyDictionary<string, string> variables, Invocation invocation, bool createsConfiguration)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        var caller = Folder(variables, EnvironmentVariables.Caller) ?? Directory.GetCurrentDirectory();
        var config = invocation.Get(Options.Config);
        var slipway = Folder(variables, EnvironmentVariables.Root) ?? (createsConfiguration ? caller : Above(caller, config) ?? caller);
        var isElsewhere = Path.GetRelativePath(slipway, caller) is var path && (Path.IsPathRooted(path) || path.Split(Path.DirectorySeparatorChar)[0] == "..");
        var root = invocation.Get(Options.WorkingDirectory) is { } working ? Working(working, caller)
            : isElsewhere && (createsConfiguration || File.Exists(Path.Combine(caller, config))) ? caller
            : slipway;
        return new(root) { Slipway = slipway, Caller = caller };
    }

    /// <summary>A path of the configuration, which is relative to the repository.</summary>
    public string InRepository(string path) => Path.GetFullPath(Path.Combine(Root, path));

    private static string? Folder(IReadOnlyDictionary<string, string> variables, string name) => variables.GetValueOrDefault(name) is { Length: > 0 } folder ? folder : null;

    private static string? Above(string folder, string file)
    {
        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, file))) return above.FullName;
        }

        return null;
    }

    private static string Working(string folder, string caller)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder, caller));
        return Directory.Exists(path) ? path : throw new CommandLineException($"{Options.WorkingDirectory}: there is no folder '{path}'");
    }
}

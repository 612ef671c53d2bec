using Slipway.Docker.Processes;

namespace Slipway.Pipeline.Commands.SelfTest;

/// <summary>The command <c>dotnet</c> that builds and runs the tests: the one that build.sh found.</summary>
public sealed class DotNetCommand(string workingDirectory)
{
    private static string Program => Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root && File.Exists(Path.Combine(root, "dotnet")) ? Path.Combine(root, "dotnet") : "dotnet";

    /// <summary>Variables for programs that do not live long enough to gain by profiling themselves: compilers, PowerShell, tests.</summary>
    public static IReadOnlyDictionary<string, string> Quick { get; } = new Dictionary<string, string> { ["DOTNET_TieredPGO"] = "0" };

    /// <summary>Arguments that build projects, or all of them where none is given.</summary>
    public static string[] Build(params IReadOnlyList<string> projects) =>
    [
        "msbuild", "build/Tests.proj", "-nologo", "-verbosity:quiet", "-maxCpuCount", "-nodeReuse:false", .. projects.Count == 0 ? Array.Empty<string>() : [$"-property:Only={string.Join("%3B", projects)}"],
    ];

    /// <param name="results">The folder for the report, which is called as the project is.</param>
    /// <param name="filter">As <c>dotnet test --filter</c> takes it, or null.</param>
    public static string[] Test(string project, string results, string? filter) =>
    [
        "test", project, "--no-build", "--nologo", "--results-directory", results,
        "--logger", $"trx;LogFileName={TestProjects.NameOf(project)}.trx", "--logger", "console;verbosity=normal",
        .. filter is null ? Array.Empty<string>() : ["--filter", filter],
    ];

    /// <summary>Runs to the end; cancelled, it has ended with everything that it started and that is still below it.</summary>
    /// <param name="onLine">Called with each line of either stream, one at a time.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, Action<string> onLine, CancellationToken cancellation)
    {
        var turn = new Lock();
        var run = new ProgramRun(Program, arguments)
        {
            WorkingDirectory = workingDirectory,
            Environment = environment,
            TakeLine = line =>
            {
                lock (turn) onLine(line);
            },
        };
        return await run.RunAsync(cancellation);
    }
}

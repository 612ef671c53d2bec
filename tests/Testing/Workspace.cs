namespace Slipway.Testing;

/// <summary>
/// A copy of this repository's files (what git tracks or would track) in a temporary folder, committed to a fresh git repository:
/// what a newcomer has after a clone. Disposing removes it.
/// </summary>
public sealed class Workspace : IDisposable
{
    private Workspace(string root) => Root = root;

    /// <summary>The folder of the copy, absolute.</summary>
    public string Root { get; }

    /// <summary>The folder of the repository that the tests were built from, absolute.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Copies and commits.</summary>
    public static Task<Workspace> CreateAsync(CancellationToken cancellationToken) => CreateAsync(_ => true, cancellationToken);

    /// <summary>Copies some of the files, by their paths in the repository, and commits.</summary>
    public static async Task<Workspace> CreateAsync(Func<string, bool> includes, CancellationToken cancellationToken)
    {
        var workspace = new Workspace(Directory.CreateTempSubdirectory("slipway-workspace-").FullName);
        var files = await GitAsync(Repository, ["ls-files", "-coz", "--exclude-standard"], cancellationToken);

        // A file that was deleted and not yet committed is listed too; one that is being merged, several times.
        foreach (var file in files.Split('\0').Distinct().Where(includes).Where(file => File.Exists(Path.Join(Repository, file))))
        {
            var copy = workspace.PathOf(file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Join(Repository, file), copy);
        }

        await workspace.GitAsync(["init", "--quiet", "--initial-branch=main"], cancellationToken);
        await workspace.CommitAsync("The repository as it is", cancellationToken);

        return workspace;
    }

    /// <summary>A clone of another workspace, as it was committed.</summary>
    public static async Task<Workspace> CloneAsync(Workspace original, CancellationToken cancellationToken)
    {
        var workspace = new Workspace(Directory.CreateTempSubdirectory("slipway-workspace-").FullName);
        await GitAsync(original.Root, ["clone", "--quiet", ".", workspace.Root], cancellationToken);

        return workspace;
    }

    /// <summary>A copy with all of its files, ignored ones too, and their times.</summary>
    public async Task<Workspace> CopyAsync(CancellationToken cancellationToken)
    {
        var workspace = new Workspace(Directory.CreateTempSubdirectory("slipway-workspace-").FullName);
        var copied = await CommandRunner.RunAsync(new("cp", "-R", "-p", $"{Root}/.", workspace.Root), cancellationToken);
        if (copied.ExitCode != 0) throw new InvalidOperationException($"{Root} was not copied to {workspace.Root}: {copied.Error}");

        // git knows the files by more than their times: otherwise the next checkout writes all of them again.
        await workspace.GitAsync(["update-index", "-q", "--refresh"], cancellationToken);

        return workspace;
    }

    /// <summary>The absolute path of one of its files.</summary>
    public string PathOf(string file) => Path.Join(Root, file);

    /// <summary>Runs git in it and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">git ended with another exit code than 0.</exception>
    public Task<string> GitAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) => GitAsync(Root, arguments, cancellationToken);

    /// <summary>Commits everything that is not ignored.</summary>
    public async Task CommitAsync(string message, CancellationToken cancellationToken)
    {
        await GitAsync(["add", "--all"], cancellationToken);
        await GitAsync(["commit", "--quiet", "--message", message], cancellationToken);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static async Task<string> GitAsync(string folder, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var result = await CommandRunner.RunAsync(
            // Whatever the user's configuration says about commits.
            new("git", ["-c", "user.name=Slipway", "-c", "user.email=slipway@localhost", "-c", "commit.gpgSign=false", "-c", "core.hooksPath=/dev/null", .. arguments])
            {
                WorkingDirectory = folder,
                Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["GIT_DIR"] = null,
                    ["GIT_WORK_TREE"] = null,
                    ["GIT_INDEX_FILE"] = null,
                },
            },
            cancellationToken);

        return result.ExitCode == 0
            ? result.Output
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)} ended with {result.ExitCode} in {folder}: {result.Error}");
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "Slipway.slnx")))
            folder = folder.Parent;

        return folder?.FullName ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Slipway.slnx.");
    }
}

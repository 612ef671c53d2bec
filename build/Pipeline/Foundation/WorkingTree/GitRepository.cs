using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Foundation.WorkingTree;

/// <summary>Asks the <c>git</c> on the path about the repository that <paramref name="directory"/> is in.</summary>
public sealed class GitRepository(string directory, TimeProvider time) : IGitRepository
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public async Task<GitHead> ReadHeadAsync(CancellationToken cancellationToken)
    {
        // One call for commit, branch and modifications. Without --no-ahead-behind git would compare histories, which nobody asked for.
        var status = await RunAsync(
            ["status", "--porcelain=v2", "--branch", "--no-ahead-behind", "--untracked-files=no"], NoCommit, cancellationToken);

        var lines = status.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var commit = Header(lines, "# branch.oid ");
        var branch = Header(lines, "# branch.head ");

        if (commit is null or "(initial)")
            throw NoCommit($"the git repository at '{directory}' has no commit yet");

        return new(commit, branch == "(detached)" ? null : branch, IsModified: lines.Any(line => line[0] != '#'));
    }

    public async Task<int> CountCommitsAsync(CancellationToken cancellationToken)
    {
        var counting = RunAsync(["rev-list", "--count", "HEAD"], NoBuildNumber, cancellationToken);
        var asking = RunAsync(["rev-parse", "--is-shallow-repository"], NoBuildNumber, cancellationToken);
        await Task.WhenAll(counting, asking);

        if ((await asking).Trim() == "true")
        {
            throw NoBuildNumber(
                $"the clone at '{directory}' is shallow, so its commits cannot be counted (git fetch --unshallow makes it whole)");
        }

        return int.Parse(await counting, CultureInfo.InvariantCulture);
    }

    /// <summary>The files of the directory that git keeps, or would keep when all is added, relative to it, with <c>/</c>; null where there is no repository, or no git.</summary>
    public async Task<IReadOnlyList<string>?> ListFilesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await RunAsync(["ls-files", "-z", "--cached", "--others", "--exclude-standard"], NoCommit, cancellationToken)).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (RunFailedException)
        {
            return null;
        }
    }

    /// <summary>The files of the whole repository that differ from those of a commit: committed since, changed in the working tree, or new there. Absolute. What git ignores is not among them.</summary>
    /// <param name="commit">A branch, a tag, a hash or what else git takes for a commit.</param>
    /// <exception cref="RunFailedException">There is no such commit, no repository, or no git; exit code 2.</exception>
    public async Task<IReadOnlyCollection<string>> ListChangedAsync(string commit, CancellationToken cancellationToken)
    {
        var failure = (string reason) => new RunFailedException(
            ExitCodes.Configuration,
            $"{Options.ChangedSince}: what has changed since '{commit}' is not known: {reason}. Name a commit that this clone has; one that is shallow has the last ones only (git fetch --unshallow).");
        var hash = (await RunAsync(["rev-parse", "--verify", "--end-of-options", $"{commit}^{{commit}}"], failure, cancellationToken)).Trim();
        var above = (await RunAsync(["rev-parse", "--show-cdup"], failure, cancellationToken)).Trim();
        // A file that was moved is one that is gone, and one that is new.
        var changed = await RunAsync(["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-relative", "--ignore-submodules=none", hash, "--"], failure, cancellationToken);
        var added = await RunAsync(["ls-files", "-z", "--others", "--exclude-standard", "--full-name", "--", ":/"], failure, cancellationToken);
        var top = Path.GetFullPath(Path.Combine(directory, above));
        return [.. $"{changed}{added}".Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(file => Path.TrimEndingDirectorySeparator(Path.GetFullPath(file, top))).Distinct()];
    }

    /// <summary>The address that the repository was cloned from; null where there is none, or no repository, or no git.</summary>
    public async Task<string?> FindOriginAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await RunAsync(["config", "--get", "remote.origin.url"], NoCommit, cancellationToken)).Trim();
        }
        catch (RunFailedException)
        {
            return null;
        }
    }

    private static string? Header(string[] lines, string name) =>
        Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..];

    private async Task<string> RunAsync(
        string[] arguments, Func<string, RunFailedException> failure, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var process = Start(arguments, failure);

        // Git reads nothing: a question would be answered by the end of the input.
        process.StandardInput.Close();

        try
        {
            var output = process.StandardOutput.ReadToEndAsync(either.Token);
            var errors = process.StandardError.ReadToEndAsync(either.Token);
            await Task.WhenAll(output, errors, process.WaitForExitAsync(either.Token));

            if (process.ExitCode != 0)
                throw failure($"git {arguments[0]} failed in '{directory}': {(await errors).Trim()}");

            return await output;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw failure($"git {arguments[0]} has not answered in '{directory}' within {Timeout.TotalSeconds} seconds");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private Process Start(string[] arguments, Func<string, RunFailedException> failure)
    {
        var start = new ProcessStartInfo("git", [.. arguments.Prepend("--no-optional-locks")])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["LC_ALL"] = "C";

        try
        {
            return Process.Start(start) ?? throw failure("git could not be started");
        }
        catch (Win32Exception exception)
        {
            throw failure($"git could not be started in '{directory}': {exception.Message}");
        }
    }

    private static RunFailedException NoCommit(string reason) => new(
        ExitCodes.Configuration,
        $"The commit is not known: {reason}. Run in a clone with git installed, or where the CI service says it "
        + $"({EnvironmentVariables.CodeBuildCommit}, {EnvironmentVariables.BitbucketCommit}, {EnvironmentVariables.GitHubCommit}).");

    private static RunFailedException NoBuildNumber(string reason) => new(
        ExitCodes.Configuration,
        $"The build number is not known: no CI variable has it, and {reason}. Write {Options.BuildNumber}=NUMBER.");
}

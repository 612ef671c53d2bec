using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Foundation.WorkingTree;

/// <summary>
/// Finds out which build this is: from <c>--build-number</c>, then the variables of GitHub Actions, AWS CodeBuild or Bitbucket Pipelines, then git.
/// GitHub is asked first: CodeBuild can host its runners, and then sets its own variables, too.
/// </summary>
/// <param name="variables">The environment of the process. A variable that is empty counts as not set.</param>
public sealed class BuildIdentityReader(IReadOnlyDictionary<string, string> variables, IGitRepository git)
{
    /// <summary>Git is not started when the variables say it all.</summary>
    /// <param name="buildNumber">The value of <c>--build-number</c>, or null.</param>
    /// <exception cref="RunFailedException">Nobody knows the commit or the build number; the message says who could.</exception>
    public async Task<BuildIdentity> ReadAsync(string? buildNumber, CancellationToken cancellationToken)
    {
        var number = buildNumber ?? GitHubVariable(EnvironmentVariables.GitHubRunNumber) ?? Variable(EnvironmentVariables.CodeBuildNumber) ?? Variable(EnvironmentVariables.BitbucketBuildNumber);
        var source = GitHubSource() ?? CodeBuildSource() ?? BitbucketSource();
        var reading = source is null ? git.ReadHeadAsync(cancellationToken) : null;
        var counting = number is null ? git.CountCommitsAsync(cancellationToken) : null;

        // Side by side; the head first, whose failure says more when both fail.
        await Task.WhenAll(((Task?[])[reading, counting]).OfType<Task>());

        if (reading is not null)
            source = SourceOf(await reading);

        if (counting is not null)
            number = (await counting).ToString();

        if (ValueRules.BuildNumber(number!) is { } problem)
            throw new RunFailedException(ExitCodes.Configuration, problem);

        return new(number!, source!.Commit, source.Branch);
    }

    private static Source SourceOf(GitHead head) => new(head.IsModified ? $"{head.Commit}-dirty" : head.Commit, head.Branch);

    private string? Variable(string name) => variables.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;

    private string? GitHubVariable(string name) => EnvironmentVariables.IsGitHubActions(variables) ? Variable(name) : null;

    /// <summary>
    /// The commit is what is checked out and built. For a pull request that is a merge that GitHub has made and no branch has; the hash of the
    /// pull request's own last commit would name something else than what the images are built from.
    /// </summary>
    private Source? GitHubSource() => GitHubVariable(EnvironmentVariables.GitHubCommit) is { } commit ? new(commit, GitHubBranch()) : null;

    /// <summary>The head of a pull request, where that is checked out, and not the target, as with <c>pull_request_target</c>.</summary>
    private string? GitHubBranch()
    {
        if (Variable(EnvironmentVariables.GitHubRef)?.StartsWith("refs/pull/", StringComparison.Ordinal) == true) return Variable(EnvironmentVariables.GitHubHeadRef);
        return Variable(EnvironmentVariables.GitHubRefType) == "branch" ? Variable(EnvironmentVariables.GitHubRefName) : null;
    }

    private Source? CodeBuildSource() =>
        Variable(EnvironmentVariables.CodeBuildCommit) is { } commit ? new(commit, CodeBuildBranch(commit)) : null;

    private string? CodeBuildBranch(string commit)
    {
        if (Variable(EnvironmentVariables.CodeBuildHeadRef) is { } reference)
            return BranchOf(reference);

        var source = Variable(EnvironmentVariables.CodeBuildSource);
        var saysNoBranch = source is null || source == commit || source.StartsWith("arn:", StringComparison.Ordinal) || IsHash(source);

        return saysNoBranch ? null : BranchOf(source!);
    }

    private Source? BitbucketSource() =>
        Variable(EnvironmentVariables.BitbucketCommit) is { } commit
            ? new(commit, Variable(EnvironmentVariables.BitbucketBranch) ?? Variable(EnvironmentVariables.BitbucketTag))
            : null;

    private static string BranchOf(string reference)
    {
        foreach (var prefix in (string[])["refs/heads/", "refs/tags/"])
        {
            if (reference.StartsWith(prefix, StringComparison.Ordinal))
                return reference[prefix.Length..];
        }

        return reference;
    }

    private static bool IsHash(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit);

    private sealed record Source(string Commit, string? Branch);
}

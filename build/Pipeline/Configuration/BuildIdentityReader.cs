using Slipway.Pipeline.CommandLine;
using Slipway.Pipeline.Configuration.Rules;

namespace Slipway.Pipeline.Configuration;

/// <summary>
/// Finds out which build this is: from <c>--build-number</c>, then the variables of AWS CodeBuild or Bitbucket Pipelines, then git.
/// </summary>
/// <param name="variables">The environment of the process. A variable that is empty counts as not set.</param>
public sealed class BuildIdentityReader(IReadOnlyDictionary<string, string> variables, IGitRepository git)
{
    /// <summary>Git is not started when the variables say it all.</summary>
    /// <param name="buildNumber">The value of <c>--build-number</c>, or null.</param>
    /// <exception cref="ConfigurationException">Nobody knows the commit or the build number; the message says who could.</exception>
    public async Task<BuildIdentity> ReadAsync(string? buildNumber, CancellationToken cancellationToken)
    {
        var number = buildNumber ?? Variable(EnvironmentVariables.CodeBuildNumber) ?? Variable(EnvironmentVariables.BitbucketBuildNumber);
        var counting = number is null ? git.CountCommitsAsync(cancellationToken) : null;
        var (commit, branch) = CodeBuildSource() ?? BitbucketSource() ?? await GitSourceAsync(cancellationToken);

        if (counting is not null)
            number = (await counting).ToString();

        return ValueRules.BuildNumber(number!) is { } problem ? throw new ConfigurationException(problem) : new(number!, commit, branch);
    }

    private string? Variable(string name) => variables.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;

    private (string Commit, string? Branch)? CodeBuildSource() =>
        Variable(EnvironmentVariables.CodeBuildCommit) is { } commit ? (commit, CodeBuildBranch(commit)) : null;

    private string? CodeBuildBranch(string commit)
    {
        if (Variable(EnvironmentVariables.CodeBuildHeadRef) is { } reference)
            return BranchOf(reference);

        var source = Variable(EnvironmentVariables.CodeBuildSource);
        var saysNoBranch = source is null || source == commit || source.StartsWith("arn:", StringComparison.Ordinal) || IsHash(source);

        return saysNoBranch ? null : BranchOf(source!);
    }

    private (string Commit, string? Branch)? BitbucketSource() =>
        Variable(EnvironmentVariables.BitbucketCommit) is { } commit
            ? (commit, Variable(EnvironmentVariables.BitbucketBranch) ?? Variable(EnvironmentVariables.BitbucketTag))
            : null;

    private async Task<(string Commit, string? Branch)> GitSourceAsync(CancellationToken cancellationToken)
    {
        var head = await git.ReadHeadAsync(cancellationToken);

        return (head.IsModified ? $"{head.Commit}-dirty" : head.Commit, head.Branch);
    }

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
}

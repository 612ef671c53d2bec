using System.Text.Json;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Environments.Approvals;

/// <summary>
/// Lets a deployment to an environment with <c>approve: true</c> begin when somebody has approved it: who is named on the command line, who has reviewed the run at GitHub,
/// or who answers at the terminal. Anything else is no approval that can be seen from here.
/// </summary>
/// <param name="variables">The environment of the process.</param>
public sealed class ApprovalGate(IReadOnlyDictionary<string, string> variables, GitHubReviews reviews, IPrompt prompt, ILog log)
{
    private static readonly string NameThem = $"name who has approved it: {Options.ApprovedBy}=NAME";

    /// <param name="approvedBy">The value of <c>--approved-by</c>, or null.</param>
    /// <param name="release">What is to be deployed.</param>
    /// <returns>Who approved; null where nobody has to, and nobody is named.</returns>
    /// <exception cref="RunFailedException">Nobody has approved; exit code 3. Nothing was changed.</exception>
    public async Task<string?> RequireAsync(Settings settings, string? approvedBy, BuildIdentity release, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(release);
        if (approvedBy is null && !settings.Stage.Approve) return null;
        var approver = approvedBy
            ?? (EnvironmentVariables.IsGitHubActions(variables) ? await ReviewersAsync(settings, release, cancellation)
            : prompt.IsPossible ? await AskAsync(settings, release, cancellation)
            : throw Refused(settings, release, $"Run it in a terminal and answer there, or {NameThem}."));
        log.Information("Build {0} was approved for environment '{1}' by {2}.", release.BuildNumber, settings.Environment, approver);
        return approver;
    }

    private async Task<string> ReviewersAsync(Settings settings, BuildIdentity release, CancellationToken cancellation)
    {
        var (name, remedy) = (settings.Environment, $"or {NameThem}.");
        if (!reviews.CanAsk)
            throw Refused(settings, release, $"Give the job 'environment: {name}', 'permissions: {{ actions: read }}' and the variable {EnvironmentVariables.GitHubToken}: ${{{{ github.token }}}}, so that a review of GitHub's environment '{name}' can be seen, {remedy}");
        if (variables.GetValueOrDefault(EnvironmentVariables.GitHubCommit) is { Length: > 0 } reviewed && reviewed != release.Commit)
            throw Refused(settings, release, $"What reviewers of this run approve is commit {reviewed}. Start a run for the other commit, {remedy}");
        try
        {
            return await reviews.ApproversAsync(name, cancellation) is { Count: > 0 } approvers
                ? string.Join(", ", approvers)
                : throw Refused(settings, release, $"Nobody has reviewed this run for GitHub's environment '{name}': give the job 'environment: {name}', and that environment reviewers (Settings, Environments), {remedy}");
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException or JsonException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw Refused(settings, release, $"GitHub does not say who has reviewed this run ({unanswered.Message}). Give the job 'permissions: {{ actions: read }}', {remedy}");
        }
    }

    private async Task<string> AskAsync(Settings settings, BuildIdentity release, CancellationToken cancellation)
    {
        var answer = await prompt.AskAsync($"Deploy build {release.BuildNumber}, commit {release.Commit}, of {settings.Application} to environment '{settings.Environment}'? [y/N] ", cancellation);
        return answer?.Trim() is "y" or "Y" or "yes"
            ? LockOwner.Of(variables, release).Name
            : throw new RunFailedException(ExitCodes.Prerequisite, $"Build {release.BuildNumber} was not approved for environment '{settings.Environment}'. Nothing was changed.");
    }

    private static RunFailedException Refused(Settings settings, BuildIdentity release, string remedy) => new(
        ExitCodes.Prerequisite,
        $"{settings.PlaceOf("approve")}: environment '{settings.Environment}' needs an approval, and nobody's of build {release.BuildNumber}, commit {release.Commit}, is known here. {remedy} Nothing was changed.");
}

using System.Globalization;
using System.Text;
using Slipway.Ecs.Rollouts;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>
/// What a deployment came to, as Markdown for the page of a run of GitHub Actions. It names no more than the task definition and the release do, since nothing takes secrets out of the file.
/// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands, "Adding a job summary"
/// </summary>
/// <param name="variables">The environment of the process; without <c>GITHUB_STEP_SUMMARY</c> nothing is written.</param>
public sealed class JobSummary(Settings settings, IReadOnlyDictionary<string, string> variables, ILog log)
{
    /// <summary>A file that cannot be written is a warning: the deployment is what it is.</summary>
    /// <param name="result">Null when the deployment failed.</param>
    /// <param name="failure">What failed; null when nothing did.</param>
    public async Task AppendAsync(WantedRevision wanted, RolloutResult? result, Exception? failure, TimeSpan duration)
    {
        if (variables.GetValueOrDefault(EnvironmentVariables.GitHubStepSummary) is not { Length: > 0 } file) return;
        try
        {
            // Not cancelled: what is told has happened.
            await File.AppendAllTextAsync(file, Render(wanted, result, failure, duration), CancellationToken.None);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            log.Warning("The job's summary could not be written ({0}): {1}", EnvironmentVariables.GitHubStepSummary, unwritable.Message);
        }
    }

    private string Render(WantedRevision wanted, RolloutResult? result, Exception? failure, TimeSpan duration)
    {
        var text = new StringBuilder();
        Line(text, $"### {settings.Application}, {settings.Environment}{(settings.Service.Name is { } name ? $", {name}" : "")}: {Outcome(settings.Service.Name, result, failure)}\n\n| | |\n|---|---|");
        Row(text, "Build", wanted.Release?.Build);
        Row(text, "Commit", wanted.Release?.Commit);
        Row(text, "Approved by", wanted.Release?.ApprovedBy);
        Row(text, "Task definition", result?.TaskDefinition);
        Row(text, "Strategy", Strategy(settings.Service.Strategy));
        Row(text, "Duration", string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0} s"));
        foreach (var url in wanted.Urls) Row(text, "URL", url);
        Line(text, "\n| Container | Image |\n|---|---|");
        foreach (var container in wanted.TaskDefinition.Containers) Row(text, container.Name, container.Image);
        Line(text, "");
        return text.ToString();
    }

    /// <param name="service">Null for the only one.</param>
    private static string Outcome(string? service, RolloutResult? result, Exception? failure) => (result, failure) switch
    {
        (null, RolloutException { Services: var all }) when service is not null && all.TryGetValue(service, out var how) => $"the deployment failed; {how}",
        (null, RolloutException rollout) => rollout.Outcome switch
        {
            RolloutOutcome.Refused => "refused, nothing was changed",
            RolloutOutcome.RolledBack => "failed and rolled back",
            RolloutOutcome.StillInProgress => "still in progress at the deadline",
            RolloutOutcome.Paused => "paused",
            _ => "failed and not rolled back",
        },
        (null, _) => "failed",
        ({ Followed: false }, _) => "started, not followed",
        ({ Changed: false }, _) => "runs already, nothing was changed",
        _ => "deployed",
    };

    private static string Strategy(DeployStrategy strategy) => strategy switch
    {
        DeployStrategy.BlueGreen => "blue-green",
        DeployStrategy.EcsBlueGreen => "ecs-blue-green",
        _ => "rolling",
    };

    private static void Row(StringBuilder text, string name, string? value)
    {
        if (value is not null) Line(text, $"| {name} | {value.Replace("|", "\\|", StringComparison.Ordinal)} |");
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}

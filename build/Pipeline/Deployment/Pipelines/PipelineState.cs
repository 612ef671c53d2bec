using Slipway.Aws;
using Slipway.Aws.CodePipeline;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Deployment.Pipelines;

/// <summary>The pipeline in CodePipeline that deploys to an environment, as it is now.</summary>
/// <param name="Stages">In the pipeline's order; empty where there is no such pipeline.</param>
/// <param name="Problem">Why it cannot be shown; null when it is.</param>
public sealed record PipelineState(string Name, IReadOnlyList<PipelineStage> Stages, string? Problem)
{
    /// <summary>What is wrong, as a sentence without its full stop; null when nothing is. A stage that is busy, or waits for an approval, is not wrong.</summary>
    public string? Failing => Problem is not null ? $"The state of pipeline '{Name}' is not known: {Problem}"
        : Stages.FirstOrDefault(stage => stage.HasFailed) is { } failed ? $"Stage '{failed.Name}' of pipeline '{Name}' is {failed.Status} (execution {failed.Execution}){Reason(failed)}"
        : null;

    /// <summary>Each stage with its state.</summary>
    public string Summary => string.Join(", ", Stages.Select(stage => $"{stage.Name} {stage.Status ?? "not reached"}"));

    /// <returns>Null where the environment names none. No rehearsal has one.</returns>
    /// <exception cref="AwsException">AWS refused the call for another reason than that there is no such pipeline, or that the caller may not look.</exception>
    public static async Task<PipelineState?> ReadAsync(AwsClients aws, Settings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(aws);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Pipeline is not { } name || settings.IsRehearsal) return null;
        try
        {
            return new(name, await aws.CodePipeline.GetPipelineStateAsync(name, cancellation), null);
        }
        catch (AwsException missing) when (missing.Code == "PipelineNotFoundException")
        {
            return new(name, [], $"{settings.PlaceOf("pipeline")}: there is no pipeline '{name}' in this account and region. Correct 'pipeline'");
        }
        catch (AwsException refused) when (refused.Kind == AwsFailure.AccessDenied)
        {
            return new(name, [], refused.Message.TrimEnd('.'));
        }
    }

    private static string Reason(PipelineStage stage) =>
        stage.Actions.FirstOrDefault(action => action.Status is "Failed" or "Abandoned") is { } action ? $": action '{action.Name}'{(action.Summary is { Length: > 0 } summary ? $": {summary.TrimEnd('.')}" : "")}" : "";
}

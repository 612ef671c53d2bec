namespace Slipway.Aws.CodePipeline;

/// <summary>What a stage of a pipeline in CodePipeline did last.</summary>
/// <param name="Status">InProgress, Succeeded, Failed, Stopped, Stopping, Cancelled or Skipped; null where nothing has reached it.</param>
/// <param name="Execution">The id of the pipeline's execution.</param>
/// <param name="Actions">In the pipeline's order.</param>
public sealed record PipelineStage(string Name, string? Status, string? Execution, IReadOnlyList<PipelineAction> Actions)
{
    /// <summary>It ended otherwise than it should have.</summary>
    public bool HasFailed => Status is "Failed" or "Stopped" or "Cancelled";
}

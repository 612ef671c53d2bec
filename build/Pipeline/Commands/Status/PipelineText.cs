using Slipway.Aws.CodePipeline;
using Slipway.Pipeline.Deployment.Pipelines;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Status;

/// <summary>The state of the environment's pipeline, for people.</summary>
internal sealed class PipelineText(TextPage page, DateTimeOffset now)
{
    public void Write(PipelineState pipeline)
    {
        page.Heading($"Pipeline {pipeline.Name} of CodePipeline");
        if (pipeline.Problem is { } problem) page.Paragraph(2, $"It is not shown: {problem}.", ConsoleColor.Yellow);
        foreach (var stage in pipeline.Stages) Write(stage);
    }

    private void Write(PipelineStage stage)
    {
        page.Paragraph(2, $"{stage.Name}  {stage.Status ?? "not reached"}{(stage.Execution is { } execution ? $"  {execution}" : "")}", stage.Status == "Succeeded" ? ConsoleColor.Green : stage.HasFailed ? ConsoleColor.Red : ConsoleColor.Yellow);
        foreach (var action in stage.Actions.Where(action => action.Status is not (null or "Succeeded")))
            page.Paragraph(4, $"{action.Name}  {action.Status}{(action.Since is { } since ? $" since {Timestamps.Text(since)} ({Timestamps.Ago(since, now)})" : "")}{(action.Summary is { Length: > 0 } summary ? $": {summary}" : "")}");
    }
}

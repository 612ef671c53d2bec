using System.Text.Json.Nodes;
using Slipway.Aws.Calls;

namespace Slipway.Aws.CodePipeline;

/// <summary>AWS CodePipeline, as far as somebody looks at a pipeline. https://docs.aws.amazon.com/codepipeline/latest/APIReference/</summary>
public sealed class CodePipelineClient
{
    private readonly AwsJsonClient _json;

    internal CodePipelineClient(AwsJsonClient json) => _json = json;

    /// <summary>What each stage and action did last, in the pipeline's order.</summary>
    /// <exception cref="AwsException">with code <c>PipelineNotFoundException</c>, among others</exception>
    public Task<IReadOnlyList<PipelineStage>> GetPipelineStateAsync(string pipeline, CancellationToken cancellationToken) =>
        _json.InvokeAsync("GetPipelineState", new JsonObject { ["name"] = pipeline }, static answer => (IReadOnlyList<PipelineStage>)[.. answer.Objects("stageStates").Select(Stage)], cancellationToken);

    private static PipelineStage Stage(JsonObject stage)
    {
        var latest = stage["latestExecution"];
        return new(stage.RequiredText("stageName"), latest?.OptionalText("status"), latest?.OptionalText("pipelineExecutionId"), [.. stage.Objects("actionStates").Select(Action)]);
    }

    private static PipelineAction Action(JsonObject action)
    {
        var latest = action["latestExecution"];
        return new(action.RequiredText("actionName"), latest?.OptionalText("status"), latest?["errorDetails"]?.OptionalText("message") ?? latest?.OptionalText("summary"), latest?.OptionalTime("lastStatusChange"));
    }
}

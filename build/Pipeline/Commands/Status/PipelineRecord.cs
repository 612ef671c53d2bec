using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Pipelines;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Status;

/// <summary>The state of the environment's pipeline, in JSON.</summary>
/// <param name="Problem">Why it cannot be shown; null when it is.</param>
internal sealed record PipelineRecord(string Application, string Environment, string Region, string Pipeline, IReadOnlyList<PipelineRecord.Stage> Stages, string? Problem)
{
    public static PipelineRecord Of(Settings settings, PipelineState state) => new(
        settings.Application, settings.Environment, settings.Region, state.Name,
        [.. state.Stages.Select(stage => new Stage(stage.Name, stage.Status, stage.Execution, [.. stage.Actions.Select(action => new Action(action.Name, action.Status, action.Summary, action.Since is { } since ? Timestamps.Text(since) : null))]))],
        state.Problem);

    public sealed record Stage(string Name, string? Status, string? Execution, IReadOnlyList<Action> Actions);

    /// <param name="Since">When the status changed, in UTC.</param>
    public sealed record Action(string Name, string? Status, string? Summary, string? Since);
}

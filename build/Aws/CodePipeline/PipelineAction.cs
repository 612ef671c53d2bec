namespace Slipway.Aws.CodePipeline;

/// <summary>What an action of a stage did last.</summary>
/// <param name="Status">InProgress, Abandoned, Succeeded or Failed; null where nothing has reached it.</param>
/// <param name="Summary">The action's own sentence, the approver's comment, or the message of the error.</param>
/// <param name="Since">When the status changed.</param>
public sealed record PipelineAction(string Name, string? Status, string? Summary, DateTimeOffset? Since);

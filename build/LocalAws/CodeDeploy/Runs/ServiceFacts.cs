namespace Slipway.LocalAws.CodeDeploy.Runs;

/// <summary>What CodeDeploy has to know of a service.</summary>
/// <param name="DeploymentController">As in <c>CODE_DEPLOY</c>.</param>
/// <param name="IsActive">False once it is deleted.</param>
public sealed record ServiceFacts(string Arn, string DeploymentController, bool IsActive, IReadOnlyList<TaskSetFacts> TaskSets)
{
    public TaskSetFacts? TaskSet(string? id) => TaskSets.FirstOrDefault(known => known.Id == id);
}

namespace Slipway.Ecs.Rollouts;

/// <summary>What of CodeDeploy deploys a service.</summary>
/// <param name="Appspec">The text of an appspec, with <c>&lt;TASK_DEFINITION&gt;</c> where the revision's ARN goes.</param>
/// <param name="Place">Where application and group are configured, <c>file:line</c>.</param>
public sealed record CodeDeployTarget(string Application, string DeploymentGroup, string Appspec, string Place);

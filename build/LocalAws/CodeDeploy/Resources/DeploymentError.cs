namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>Why a deployment failed: <c>errorInformation</c>.</summary>
/// <param name="Code">One of the API's, as in <c>ECS_UPDATE_ERROR</c>.</param>
public sealed record DeploymentError(string Code, string Message);

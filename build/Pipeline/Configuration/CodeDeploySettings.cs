using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>What of CodeDeploy shifts the traffic of a blue-green deployment.</summary>
public sealed record CodeDeploySettings(string Application, string DeploymentGroup, Place Place);

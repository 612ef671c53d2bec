using Cake.Core.Tooling;

namespace Slipway.Docker;

/// <summary>What every docker command has in common: Cake's tool settings (path, time-out, working directory, environment).</summary>
public class DockerSettings : ToolSettings;

using Cake.Core.Diagnostics;

namespace Slipway.Docker;

/// <summary>Makes docker command lines that write to one log.</summary>
public sealed class DockerFactory(ICakeLog? log = null)
{
    public DockerCli Create(DockerCliOptions? options = null) => DockerCli.Create(options ?? new(), log);
}

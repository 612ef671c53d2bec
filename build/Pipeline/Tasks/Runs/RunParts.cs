
using Slipway.Aws;
using Slipway.Docker;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Tasks.Runs;

/// <summary>What the services of a run are made from.</summary>
public sealed record RunParts(
    Paths Paths, Settings Settings, PlaceholderValues Placeholders, RunDirectory Directory, WorkingTreeLock Lock, DockerConfigDirectory DockerConfig, DockerCli Docker, AwsClients Aws) : IDisposable
{
    public void Dispose()
    {
        Aws.Dispose();
        DockerConfig.Dispose();
        Directory.Clear();
        Lock.Dispose();
    }
}

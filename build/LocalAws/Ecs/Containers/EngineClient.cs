
using Slipway.Docker;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>
/// The docker command of ECS, with a DOCKER_CONFIG of its own: its login to the registry is nobody else's. The directory is part of the state,
/// so that a process that is killed leaves no login anywhere else.
/// </summary>
public sealed class EngineClient : IDisposable
{
    private readonly string _directory;
    private readonly Lazy<DockerCli> _docker;

    public EngineClient(LocalAwsOptions options, TimeProvider time)
    {
        _directory = Path.Combine(options.StateDirectory, "ecs-docker");
        _docker = new(() => DockerCli.Create(new() { Environment = Prepare(), WorkingDirectory = options.StateDirectory, Time = time }));
    }

    public DockerCli Docker => _docker.Value;

    public void Dispose()
    {
        if (_docker.IsValueCreated)
            Remove();
    }

    /// <summary>Copies what the user's own configuration has that the client needs (contexts, proxies), anew for each process.</summary>
    private Dictionary<string, string> Prepare()
    {
        using var carried = DockerConfigDirectory.Create();
        Remove();
        PrivateFile.CreateDirectory(_directory);
        foreach (var file in Directory.EnumerateFiles(carried.DirectoryPath, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_directory, Path.GetRelativePath(carried.DirectoryPath, file));
            PrivateFile.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new(carried.Environment) { ["DOCKER_CONFIG"] = _directory };
    }

    private void Remove()
    {
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }
}

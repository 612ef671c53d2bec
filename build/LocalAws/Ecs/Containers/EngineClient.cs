using Slipway.Docker;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>The docker command of ECS, with a DOCKER_CONFIG of its own: its login to the registry is nobody else's.</summary>
public sealed class EngineClient : IDisposable
{
    private readonly Lazy<DockerConfigDirectory> _config = new(DockerConfigDirectory.Create);
    private readonly Lazy<DockerCli> _docker;

    public EngineClient(TimeProvider time) =>
        _docker = new(() => DockerCli.Create(new() { Config = _config.Value, Time = time }));

    public DockerCli Docker => _docker.Value;

    public void Dispose()
    {
        if (_config.IsValueCreated)
            _config.Value.Dispose();
    }
}

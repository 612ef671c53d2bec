
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>All variables that a container starts with: its secrets, its <c>environment</c>, and what its environment files have beside them.</summary>
public sealed class ContainerEnvironments(EnvironmentFiles files, ContainerSecrets secrets)
{
    /// <summary>Values of secrets are among them: not for a log, a label or the state.</summary>
    /// <exception cref="TaskRuntimeException"><c>ResourceInitializationError</c>: a file or a secret is not there.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(ContainerDefinition container, CancellationToken cancellationToken)
    {
        var environment = (await files.ReadAsync(container, cancellationToken)).ToDictionary();
        foreach (var (name, value) in await secrets.ReadAsync(container, cancellationToken))
            environment[name] = value;
        return environment;
    }
}

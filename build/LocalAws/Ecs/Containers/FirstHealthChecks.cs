using System.Collections.Concurrent;
using Slipway.Ecs.TaskDefinitions;
using Slipway.LocalAws.Kernel.Engine;

namespace Slipway.LocalAws.Ecs.Containers;

/// <summary>
/// Runs a container's health check from its first second on, until it passes for the first time. The engine runs it when an interval has passed, 30 seconds by default, and everything
/// that waits for a healthy container waits for that. A check that fails here does not count: what makes a container unhealthy is the engine's to say, as on ECS.
/// </summary>
internal sealed class FirstHealthChecks(DockerEngine docker, TimeProvider time) : IDisposable
{
    /// <summary>A slow start is asked less often: after a while, each time that a fifth of it has passed.</summary>
    private const int Slowing = 5;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>Ids of the containers whose check has passed here and of which the engine may not have said anything yet.</summary>
    private readonly ConcurrentDictionary<string, bool> _passed = [];

    private readonly CancellationTokenSource _ended = new();

    /// <summary>Is told the id of each container that has become healthy.</summary>
    public Action<string>? Passed { get; set; }

    public bool HasPassed(string id) => _passed.ContainsKey(id);

    public void Forget(string id) => _passed.TryRemove(id, out _);

    /// <summary>Begins to check a container that has started, or has started again.</summary>
    public void Begin(string id, ContainerHealthCheck check)
    {
        Forget(id);
        if (Command(check) is { } command && TimeSpan.FromSeconds(check.Interval) > Shortest) _ = RunAsync(id, command, check, _ended.Token);
    }

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    /// <summary>As the engine runs it; null where there is none.</summary>
    private static IReadOnlyList<string>? Command(ContainerHealthCheck check) => (check.Command is [var kind, ..] ? kind : null) switch
    {
        "CMD" => [.. check.Command.Skip(1)],
        "CMD-SHELL" => ["/bin/sh", "-c", .. check.Command.Skip(1)],
        _ => null,
    };

    private async Task RunAsync(string id, IReadOnlyList<string> command, ContainerHealthCheck check, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        try
        {
            do
            {
                var wait = time.GetElapsedTime(begin) / Slowing;
                await Task.Delay(wait < Shortest ? Shortest : wait, time, cancellationToken);
            }
            while (await IsStartingAsync(id, cancellationToken) && !await PassesAsync(id, command, check, cancellationToken));
        }
        catch (Exception ended) when (ended is EngineException or OperationCanceledException)
        {
            // The container or this process has ended, or a check hangs; the engine keeps running its own checks.
        }
    }

    private async Task<bool> IsStartingAsync(string id, CancellationToken cancellationToken) =>
        await docker.InspectContainerAsync(id, cancellationToken) is { State: { Running: true, Health.Status: "starting" } };

    private async Task<bool> PassesAsync(string id, IReadOnlyList<string> command, ContainerHealthCheck check, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(check.Timeout), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        if (await docker.RunAsync(id, command, either.Token) != 0) return false;
        _passed[id] = true;
        Passed?.Invoke(id);
        return true;
    }
}

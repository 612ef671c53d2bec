using System.Collections.Concurrent;
using Docker.DotNet.Models;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.Logs.Api;

namespace Slipway.LocalAws.Logs.Containers;

/// <summary>
/// Follows the containers whose task definition has the log driver <c>awslogs</c>, each by a stream of the engine. After a restart those that have the labels are followed on from the last line that was stored.
/// </summary>
internal sealed partial class ContainerLogs : IContainerLogs, IStartable, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly LocalAwsOptions _options;
    private readonly LogSettings _settings;
    private readonly DockerEngine _docker;
    private readonly LogGroups _groups;
    private readonly TimeProvider _time;
    private readonly ILogger<ContainerLogs> _log;
    private readonly ContainerFollower _follower;
    private readonly ConcurrentDictionary<string, (string TaskId, Task Done)> _followed = new();
    private readonly CancellationTokenSource _ended = new();
    private Task _found = Task.CompletedTask;
    private bool _disposed;

    public ContainerLogs(
        LocalAwsOptions options, LogSettings settings, DockerEngine docker, LogGroups groups, LogStreams streams, TimeProvider time, ILogger<ContainerLogs> log)
    {
        (_options, _settings, _docker, _groups, _time, _log) = (options, settings, docker, groups, time, log);
        _follower = new(docker, groups, streams, time, log);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _found = FindAsync(_ended.Token);
        return Task.CompletedTask;
    }

    public Task RemoveAllAsync(CancellationToken cancellationToken) => EndAsync();

    public async Task PrepareAsync(string group, bool create, CancellationToken cancellationToken)
    {
        if ((await _groups.ReadAsync(cancellationToken)).ContainsKey(group))
            return;
        if (!create && _options.MissingLogGroups == MissingLogGroups.Fail)
            throw LogErrors.NoGroup();
        await _groups.EnsureAsync(group, cancellationToken);
        if (!create)
            MadeGroup(group);
    }

    public void Follow(string taskId, string containerId, LogDestination destination)
    {
        if (!_ended.IsCancellationRequested)
            _followed.GetOrAdd(containerId, id => (taskId, RunAsync(id, destination)));
    }

    public async Task DrainAsync(string taskId, CancellationToken cancellationToken)
    {
        try
        {
            await _found.WaitAsync(_settings.DrainPatience, _time, cancellationToken);
            await Task.WhenAll(_followed.Values.Where(followed => followed.TaskId == taskId).Select(followed => followed.Done))
                .WaitAsync(_settings.DrainPatience, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            NotDrained(taskId, _settings.DrainPatience);
        }

        foreach (var container in _followed.Where(followed => followed.Value.TaskId == taskId && followed.Value.Done.IsCompleted).Select(followed => followed.Key))
            _followed.TryRemove(container, out _);
    }

    /// <summary>Called for each of the services that this is registered as.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await EndAsync();
        _ended.Dispose();
    }

    private async Task EndAsync()
    {
        await _ended.CancelAsync();
        await _found;
        await Task.WhenAll(_followed.Values.Select(followed => followed.Done));
    }

    /// <summary>Takes up the containers of an earlier process, also those that ended meanwhile.</summary>
    private async Task FindAsync(CancellationToken cancellationToken)
    {
        // Off the start of the process, from the first instruction on.
        await Task.Yield();
        try
        {
            while (!await TryFindAsync(cancellationToken))
                await Task.Delay(Pause, _time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task<bool> TryFindAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A LocalAws without log groups has followed nothing.
            if ((await _groups.ReadAsync(cancellationToken)).Count == 0)
                return true;
            string[] labels = [$"{_options.Label.Key}={_options.Label.Value}", IContainerLogs.GroupLabel];
            foreach (var container in await _docker.ListContainersAsync(labels, cancellationToken))
                TakeUp(container);
            return true;
        }
        catch (EngineException refused)
        {
            NotFound(refused.Message);
            return false;
        }
    }

    private void TakeUp(ContainerListResponse container)
    {
        var (id, labels) = (container.ID, container.Labels);
        // One that was never started has nothing to say.
        if (container.State != "created" && labels.TryGetValue(IContainerLogs.TaskLabel, out var task))
            Follow(task, id, new(labels[IContainerLogs.GroupLabel], labels.TryGetValue(IContainerLogs.StreamLabel, out var stream) ? stream : id));
    }

    private async Task RunAsync(string containerId, LogDestination destination)
    {
        await Task.Yield();
        try
        {
            await _follower.RunAsync(containerId, destination, _ended.Token);
        }
        catch (OperationCanceledException)
        {
            // The process ends: the next one continues from the last line.
        }
        catch (Exception error)
        {
            Failed(error, containerId);
        }
    }

    [LoggerMessage(LogLevel.Information, "Log group {Group} did not exist and was made, because a task definition names it; on AWS the task would not start (--log-groups fail does the same here)")]
    private partial void MadeGroup(string group);

    [LoggerMessage(LogLevel.Warning, "The last lines of task {Task} were not stored within {Patience}")]
    private partial void NotDrained(string task, TimeSpan patience);

    [LoggerMessage(LogLevel.Warning, "The containers whose logs are to be followed could not be listed: {Reason}")]
    private partial void NotFound(string reason);

    [LoggerMessage(LogLevel.Error, "The log of container {Container} is not followed any more")]
    private partial void Failed(Exception error, string container);
}

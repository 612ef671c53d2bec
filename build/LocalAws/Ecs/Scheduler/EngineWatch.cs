
using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>
/// Tells the scheduler what happens to its containers: compares once at the start, then follows the engine's events, and polls
/// for those that are missed while the engine restarts or the stream breaks.
/// </summary>
internal sealed partial class EngineWatch(
    ITaskRuntime runtime,
    EcsSettings settings,
    TimeProvider time,
    ILogger log,
    Func<CancellationToken, Task<EngineKnowledge>> known,
    Action<Report> tell)
{
    private volatile bool _reconciled;

    /// <summary>Whether the engine was asked about the containers that the state knows.</summary>
    public bool HasReconciled => _reconciled;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!_reconciled && !await TryAsync(ReconcileAsync, cancellationToken))
                await Task.Delay(settings.PollInterval, time, cancellationToken);
            await Task.WhenAll(FollowAsync(cancellationToken), PollAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        var expected = await known(cancellationToken);
        await runtime.RemoveOthersAsync(expected.TaskIds, cancellationToken);
        await ObserveAsync(expected.RunningContainers, cancellationToken);
        _reconciled = true;
        // Makes the loop take the turn that waits for this.
        await known(cancellationToken);
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await TryAsync(token => runtime.WatchAsync(id => _ = TryAsync(t => ObserveAsync([id], t), token), token), cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(settings.PollInterval, time, cancellationToken);
            await TryAsync(async token => await ObserveAsync((await known(token)).RunningContainers, token), cancellationToken);
        }
    }

    private async Task ObserveAsync(IReadOnlyList<string> runtimeIds, CancellationToken cancellationToken)
    {
        if (runtimeIds.Count == 0)
            return;
        foreach (var observation in await runtime.InspectAsync(runtimeIds, cancellationToken))
            tell(new ContainerObserved(observation));
    }

    /// <summary>Logs a failure, because the next attempt may go well.</summary>
    /// <returns>Whether it went well.</returns>
    private async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
            return true;
        }
        catch (Exception error)
        {
            if (!cancellationToken.IsCancellationRequested)
                Failed(error.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The container engine could not be asked, trying again: {Reason}")]
    private partial void Failed(string reason);
}

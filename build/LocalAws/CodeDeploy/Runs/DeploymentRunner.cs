using System.Collections.Concurrent;
using System.Threading.Channels;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Lifetime;

namespace Slipway.LocalAws.CodeDeploy.Runs;

/// <summary>
/// Runs deployments, each by its own loop, one step after the other, each saved before the next. Those that were under way when the process ended
/// are taken up again.
/// </summary>
internal sealed partial class DeploymentRunner(
    CodeDeployStore store, DeploymentSteps steps, CodeDeploySettings settings, TimeProvider time, ILogger<DeploymentRunner> log)
    : IDeploymentDriver, IStartable, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, Channel<bool>> _running = new();
    private readonly ConcurrentDictionary<string, Task> _loops = new();
    private bool _disposed;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var deployment in (await store.ReadAsync(cancellationToken)).Deployments.Where(deployment => !deployment.IsEnded))
            Wake(deployment.Id);
    }

    public void Wake(string deploymentId)
    {
        var begun = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var channel = _running.GetOrAdd(deploymentId, begun);
        channel.Writer.TryWrite(true);
        if (channel == begun)
            _loops[deploymentId] = Task.Run(() => RunAsync(deploymentId, channel.Reader, _stopping.Token), CancellationToken.None);
    }

    /// <summary>There is nothing of it on Docker.</summary>
    public Task RemoveAllAsync(CancellationToken cancellationToken) => StopAsync();

    /// <summary>Called for each of the services that this is registered as.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await StopAsync();
        _stopping.Dispose();
    }

    private async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_loops.Values);
    }

    private async Task RunAsync(string id, ChannelReader<bool> wake, CancellationToken cancellationToken)
    {
        try
        {
            while (await TurnAsync(id, cancellationToken) is { } wait)
                await WaitAsync(wait, wake, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The next process continues.
        }
        finally
        {
            _running.TryRemove(id, out _);
            _loops.TryRemove(id, out _);
        }
    }

    /// <returns>How long to wait for the next turn; null when the deployment has ended.</returns>
    private async Task<TimeSpan?> TurnAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var turn = await DeploymentTurn.TakeAsync(id, store, steps, time, cancellationToken);
            Log(turn);
            if (turn.After.RollbackDeploymentId is { } rollback && turn.After.IsEnded)
                Wake(rollback);
            return turn.After.IsEnded ? null : turn.WaitFor(settings, time.GetUtcNow());
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            StepFailed(error, id);
            return settings.RetryInterval;
        }
    }

    private async Task WaitAsync(TimeSpan wait, ChannelReader<bool> wake, CancellationToken cancellationToken)
    {
        if (wait <= TimeSpan.Zero)
            return;
        using var due = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        try
        {
            await wake.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is due.
        }
    }

    private void Log(DeploymentTurn turn)
    {
        var (before, after) = (turn.Before, turn.After);
        if (after.Green is { } green && green.TrafficWeight != (before.Green?.TrafficWeight ?? 0))
            Shifted(after.Id, after.TargetId, green.TrafficWeight);
        if (after.Status != before.Status || after.Phase != before.Phase)
            Came(after.Id, after.TargetId, after.Status, after.IsEnded ? after.Error is { } error ? $" ({error.Code}: {error.Message})" : "" : $", {after.Phase}");
    }

    [LoggerMessage(LogLevel.Information, "deployment {Id} of {Target} is {Status}{Detail}")]
    private partial void Came(string id, string target, DeploymentStatus status, string detail);

    [LoggerMessage(LogLevel.Information, "deployment {Id} of {Target} has {Percent} % of the production traffic at its replacement task set")]
    private partial void Shifted(string id, string target, int percent);

    [LoggerMessage(LogLevel.Error, "A step of deployment {Id} failed; it is tried again")]
    private partial void StepFailed(Exception error, string id);
}

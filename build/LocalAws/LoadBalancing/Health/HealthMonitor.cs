using System.Threading.Channels;
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Health;

/// <summary>Checks every target of every target group in use, each on its own at its interval.</summary>
internal sealed partial class HealthMonitor(LoadBalancingStore store, HealthProbe probe, TimeProvider time, ILogger<HealthMonitor> log)
{
    private readonly Dictionary<(string Group, TaskTarget Target), Check> _checks = [];
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var observation = store.OnChanged((_, _) => _signals.Writer.TryWrite(true));
        try
        {
            while (true)
            {
                await SyncAsync(cancellationToken);
                await _signals.Reader.ReadAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // LocalAws ends, or takes everything down.
        }

        await Task.WhenAll(_checks.Values.Select(check => check.EndAsync()));
    }

    private static bool IsChecked(Target target) => target.DrainingUntil is null && target.Health.State != TargetState.Unused;

    private async Task SyncAsync(CancellationToken cancellationToken)
    {
        var wanted = store.Current.TargetGroups
            .SelectMany(group => group.Targets.Where(IsChecked).Select(target => (group.Arn, target.At))).ToHashSet();
        foreach (var key in _checks.Keys.Where(key => !wanted.Contains(key)).ToList())
        {
            _checks.Remove(key, out var ended);
            await ended!.EndAsync();
        }

        foreach (var key in wanted.Where(key => !_checks.ContainsKey(key)))
            _checks[key] = new(token => CheckAsync(key.Arn, key.At, token), cancellationToken);
    }

    private async Task CheckAsync(string groupArn, TaskTarget target, CancellationToken cancellationToken)
    {
        var judge = new HealthJudge();
        await TryMarkAsync(groupArn, target, (_, health) => health.State == TargetState.Initial ? HealthReasons.InitialHealthChecking : health, cancellationToken);
        while (store.Current.TargetGroup(groupArn)?.HealthCheck is { } check)
        {
            var asked = time.GetTimestamp();
            var failure = await probe.AskAsync(check, target, cancellationToken);
            await TryMarkAsync(groupArn, target, (current, health) => judge.After(current, health, failure), cancellationToken);
            // From the beginning of one check to the beginning of the next.
            var rest = TimeSpan.FromSeconds(check.Interval) - time.GetElapsedTime(asked);
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, time, cancellationToken);
        }
    }

    /// <summary>Logs a failure: the next check may go well.</summary>
    private async Task TryMarkAsync(string groupArn, TaskTarget target, Func<HealthCheck, TargetHealth, TargetHealth> judge, CancellationToken cancellationToken)
    {
        try
        {
            await MarkAsync(groupArn, target, judge, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(error, target.Id, target.Port);
        }
    }

    /// <summary>Sets the health of a target that is still there and still checked.</summary>
    private async Task MarkAsync(string groupArn, TaskTarget target, Func<HealthCheck, TargetHealth, TargetHealth> judge, CancellationToken cancellationToken)
    {
        TargetHealth? changed = null;
        await store.ChangeAsync(
            state =>
            {
                var group = state.TargetGroup(groupArn);
                if (group?.Targets.FirstOrDefault(candidate => candidate.At == target) is not { } found || !IsChecked(found))
                    return state;
                var health = judge(group.HealthCheck, found.Health);
                if (health == found.Health)
                    return state;
                changed = health;
                return state.With(group.With(found with { Health = health }));
            },
            cancellationToken);
        if (changed is not null)
            Changed(groupArn, target.Id, target.Port, changed.State, changed.Description ?? "");
    }

    [LoggerMessage(LogLevel.Information, "Target {Id}:{Port} of {Group} is {State}. {Description}")]
    private partial void Changed(string group, string id, int port, TargetState state, string description);

    [LoggerMessage(LogLevel.Error, "The health of target {Id}:{Port} could not be saved")]
    private partial void Failed(Exception error, string id, int port);

    /// <summary>The checks of one target, in the background.</summary>
    private sealed class Check
    {
        private readonly CancellationTokenSource _end;
        private readonly Task _work;

        public Check(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
        {
            _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _work = Task.Run(() => work(_end.Token), CancellationToken.None);
        }

        public async Task EndAsync()
        {
            await _end.CancelAsync();
            try
            {
                await _work;
            }
            catch (OperationCanceledException)
            {
                // As asked.
            }

            _end.Dispose();
        }
    }
}

using System.Threading.Channels;
using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.CloudMap.Contract;
using Slipway.LocalAws.CloudWatch.Contract;
using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Ecs.Scheduler;
using Slipway.LocalAws.Ecs.Sessions;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;
using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.Ecs.Engine;

/// <summary>
/// Runs ECS: one loop that owns the state, takes requests and reports one after the other, saves what changed, and only then answers and begins
/// the work that follows. So what was answered survives the process, and containers are found again by the next one.
/// </summary>
public sealed partial class EcsEngine : IStartable, IAsyncDisposable
{
    private readonly LocalAwsOptions _options;
    private readonly EcsSettings _settings;
    private readonly EcsStateFile _file;
    private readonly ITaskRuntime _runtime;
    private readonly ITargetGroups _targetGroups;
    private readonly IServiceRegistry _registry;
    private readonly IServiceConnect _connect;
    private readonly IAlarms _alarms;
    private readonly ExecSessions _sessions;
    private readonly TimeProvider _time;
    private readonly ILogger<EcsEngine> _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<Func<EcsWorld, Reply?>> _inbox = Channel.CreateUnbounded<Func<EcsWorld, Reply?>>(new() { SingleReader = true });
    private readonly EffectRunner _effects;
    private readonly EngineWatch _watch;
    private readonly EcsJournal _journal;
    private Task _loop = Task.CompletedTask;
    private IDisposable? _health;
    private IDisposable? _raised;
    private bool _disposed;

    public EcsEngine(LocalAwsOptions options, EcsSettings settings, StateStore store, ITaskRuntime runtime, ITargetGroups targetGroups, ITrafficRules traffic, IServiceRegistry registry, IServiceConnect connect, IAlarms alarms, ExecSessions sessions, TimeProvider time, ILogger<EcsEngine> log)
    {
        (_targetGroups, _registry, _connect, _alarms, _sessions) = (targetGroups, registry, connect, alarms, sessions);
        _options = options;
        _settings = settings;
        _file = new(store);
        _runtime = runtime;
        _time = time;
        _log = log;
        _effects = new(runtime, targetGroups, traffic, registry, connect, time, log, _stopping.Token);
        _journal = new(log);
        _watch = new(runtime, settings, time, log, KnownAsync, Tell);
    }

    /// <summary>Takes up the state and the containers that the last process left.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var world = new EcsWorld(await _file.ReadAsync(cancellationToken), _options, _settings, _targetGroups, _registry, _alarms, _sessions, _time);
        await RegisterAsync(world.Discovered, cancellationToken);
        _health = _targetGroups.OnHealthChanged(change => Tell(new TargetObserved(change)));
        foreach (var known in world.State.Tasks.SelectMany(task => task.Registrations))
            known.Health = _targetGroups.HealthOf(known.TargetGroupArn, known.Target);
        _raised = _alarms.OnAlarm(name => Tell(new AlarmRaised(name)));
        // One that was raised when the last process ended before it could say so.
        foreach (var name in world.State.Services.SelectMany(service => service.CurrentDeployment?.WatchedAlarms ?? []).Where(name => _alarms.Find(name) is { IsRaised: true }).Distinct().ToList())
            world.Machine.Apply(new AlarmRaised(name));
        _loop = Task.WhenAll(Task.Run(() => RunAsync(world, _stopping.Token), CancellationToken.None), _watch.RunAsync(_stopping.Token));
    }

    public async Task RemoveAllAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        await _runtime.RemoveAllAsync(cancellationToken);
    }

    /// <summary>More than once, because the container of services knows it under more than one type.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await StopAsync();
        _stopping.Dispose();
    }

    /// <summary>Asks or changes something inside the loop; returns when the change is on disk.</summary>
    /// <exception cref="AwsErrorException">As thrown by the question, or the server is stopping.</exception>
    public async Task<T> AskAsync<T>(Func<EcsWorld, T> question, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var taken = _inbox.Writer.TryWrite(world =>
        {
            try
            {
                var value = question(world);
                return new(() => answer.TrySetResult(value), error => answer.TrySetException(error));
            }
            catch (Exception error)
            {
                return new(() => answer.TrySetException(error), _ => answer.TrySetException(error));
            }
        });
        if (!taken)
            throw Stopping();
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
            return await answer.Task.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Stopping();
        }
    }

    /// <summary>Makes the services of Cloud Map that deployments with Service Connect need.</summary>
    public async Task RegisterDiscoveredAsync(CancellationToken cancellationToken) => await RegisterAsync(await AskAsync(world => world.Discovered, cancellationToken), cancellationToken);

    private async Task RegisterAsync(IReadOnlyDictionary<string, (string NamespaceArn, string Name)> services, CancellationToken cancellationToken)
    {
        foreach (var (arn, known) in services)
            await _registry.EnsureServiceAsync(arn, known.NamespaceArn, known.Name, cancellationToken);
    }

    private static AwsErrorException Stopping() => new("ServerException", "LocalAws is stopping.", 500);

    private void Tell(Report report) => _inbox.Writer.TryWrite(world =>
    {
        world.Machine.Apply(report);
        return null;
    });

    private Task<EngineKnowledge> KnownAsync(CancellationToken cancellationToken) =>
        AskAsync(world => EngineKnowledge.Of(world.State), cancellationToken);

    private async Task RunAsync(EcsWorld world, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var replies = new List<Reply>();
                while (_inbox.Reader.TryRead(out var message))
                {
                    if (Handle(world, message) is { } reply)
                        replies.Add(reply);
                }

                await WaitAsync(await TakeTurnAsync(world, replies, cancellationToken), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // StopAsync says so.
        }
    }

    private Reply? Handle(EcsWorld world, Func<EcsWorld, Reply?> message)
    {
        try
        {
            return message(world);
        }
        catch (Exception error)
        {
            // One report that cannot be applied must not end the loop; the poll tells the same again.
            TurnFailed(error);
            return null;
        }
    }

    /// <summary>Schedules, saves, answers, and begins what follows.</summary>
    /// <returns>When to look again, if nothing happens before.</returns>
    private async Task<DateTimeOffset?> TakeTurnAsync(EcsWorld world, List<Reply> replies, CancellationToken cancellationToken)
    {
        try
        {
            // Before the first reconciliation the state may speak of containers that are gone: nothing is started on its word.
            var turn = _watch.HasReconciled ? world.Machine.Settle() : null;
            foreach (var (service, error) in turn?.Failures ?? [])
                ServiceFailed(service.Name, error);
            await _file.WriteAsync(world.State, cancellationToken);
            _journal.Note(world.State);
            // Effects wait for the proxy to follow.
            if (turn is not null)
                _connect.Serve(world.Machine.Connections);
            replies.ForEach(reply => reply.Commit());
            foreach (var effect in turn?.Effects ?? [])
                _effects.Run(effect, Tell);
            return turn?.WakeAt;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            TurnFailed(error);
            replies.ForEach(reply => reply.Fail(error));
            return _time.GetUtcNow() + _settings.PollInterval;
        }
    }

    private async Task WaitAsync(DateTimeOffset? wakeAt, CancellationToken cancellationToken)
    {
        await using var timer = wakeAt is { } at
            ? _time.CreateTimer(_ => _inbox.Writer.TryWrite(_ => null), null, Later(at), Timeout.InfiniteTimeSpan)
            : null;
        await _inbox.Reader.WaitToReadAsync(cancellationToken);
    }

    private TimeSpan Later(DateTimeOffset at)
    {
        var wait = at - _time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private async Task StopAsync()
    {
        await _stopping.CancelAsync();
        _health?.Dispose();
        _raised?.Dispose();
        _inbox.Writer.TryComplete();
        await _loop;
        await _effects.DrainAsync();
    }

    [LoggerMessage(LogLevel.Error, "A turn of the ECS scheduler failed; it continues with the next one")]
    private partial void TurnFailed(Exception error);

    [LoggerMessage(LogLevel.Error, "The ECS scheduler failed on service {Service}; it continues with the others")]
    private partial void ServiceFailed(string service, Exception error);

    /// <summary>What is answered once the state is saved, or could not be.</summary>
    private sealed record Reply(Action Commit, Action<Exception> Fail);
}

using System.Collections.Concurrent;
using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.CloudMap.Contract;
using Slipway.LocalAws.Ecs.Containers;
using Slipway.LocalAws.LoadBalancing.Contract;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>Does on the engine what the scheduler asks for, many things at a time, and reports how it went.</summary>
internal sealed partial class EffectRunner(
    ITaskRuntime runtime, ITargetGroups targetGroups, ITrafficRules traffic, IServiceRegistry registry, IServiceConnect connect, TimeProvider time, ILogger log, CancellationToken stopping)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Task, bool> _running = new();

    /// <summary>One for each task that is starting: ends its pulls when it is not wanted any more.</summary>
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _starts = new();

    /// <summary>Begins an effect.</summary>
    /// <param name="tell">Called when there is something to report; not after the process began to stop.</param>
    public void Run(Effect effect, Action<Report> tell)
    {
        var work = RunAsync(effect, tell);
        _running.TryAdd(work, true);
        _ = work.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Ends when all that runs has ended, which is soon after the process began to stop.</summary>
    public async Task DrainAsync()
    {
        await Task.WhenAll(_running.Keys);
        foreach (var start in _starts.Values)
            start.Dispose();
        _starts.Clear();
    }

    private async Task RunAsync(Effect effect, Action<Report> tell)
    {
        // Off the scheduler's loop, from the first instruction on.
        await Task.Yield();
        try
        {
            if (await DoAsync(effect) is { } result)
                tell(result);
            tell(new EffectEnded(effect));
        }
        catch (OperationCanceledException)
        {
            if (!stopping.IsCancellationRequested)
                tell(new EffectEnded(effect));
        }
        catch (TaskRuntimeException refused)
        {
            await FailAsync(effect, refused.Message, tell);
        }
        catch (Exception error)
        {
            Failed(error, effect.Key, effect.Owner);
            await FailAsync(effect, error.Message, tell);
        }
    }

    private async Task FailAsync(Effect effect, string reason, Action<Report> tell)
    {
        try
        {
            // The scheduler asks for these again at once.
            if (effect is StopContainer or ReleaseTask or RemoveContainers or MoveTargets or DeregisterTargets or DeregisterInstance or ReportHealth or ShiftTraffic)
                await Task.Delay(RetryDelay, time, stopping);
            tell(new EffectEnded(effect, reason));
        }
        catch (OperationCanceledException)
        {
            // The process ends: the next one begins the effect again.
        }
    }

    private async Task<Report?> DoAsync(Effect effect)
    {
        switch (effect)
        {
            case ProvisionTask provision:
                return await ProvisionAsync(provision.Task, StartOf(effect.Owner));
            case PullImage pull:
                return new ImagePulled(pull.Owner, pull.Container, await runtime.PullAsync(pull.Task, pull.Container, StartOf(effect.Owner)));
            case StartContainer start:
                return new ContainerStarted(start.Owner, start.Container, await runtime.StartAsync(start.Task, start.Container, stopping));
            case RegisterTask register:
                await RegisterAsync(register);
                return null;
            case ReportHealth report:
                foreach (var known in report.Instances)
                    await registry.SetHealthAsync(known.RegistryArn, effect.Owner, known.IsHealthy, stopping);
                return null;
            case DeregisterInstance deregister:
                foreach (var known in deregister.Instances)
                    await registry.DeregisterAsync(known.RegistryArn, effect.Owner, stopping);
                await connect.AppliedAsync(stopping);
                return null;
            case MoveTargets move:
                foreach (var moved in move.Targets)
                    await targetGroups.MoveAsync(moved.TargetGroupArn, moved.Target, stopping);
                return null;
            case DeregisterTargets drain:
                await Task.WhenAll(drain.Targets.Select(gone => targetGroups.DeregisterAsync(gone.TargetGroupArn, gone.Target, stopping)));
                return null;
            case ShiftTraffic shift:
                foreach (var share in shift.Shares)
                    await traffic.ShiftAsync(share.ListenerOrRuleArn, share.Weights, stopping);
                return null;
            case StopContainer stop:
                await runtime.StopAsync(stop.RuntimeId, stop.Timeout, stopping);
                return new ContainerObserved((await runtime.InspectAsync([stop.RuntimeId], stopping))[0]);
            case AbandonStart:
                if (_starts.TryGetValue(effect.Owner, out var abandoned))
                    await abandoned.CancelAsync();
                return null;
            case ReleaseTask release:
                if (_starts.TryRemove(effect.Owner, out var over))
                    over.Dispose();
                await runtime.ReleaseAsync(release.TaskId, release.KeepContainers, stopping);
                return null;
            case RemoveContainers remove:
                await runtime.ReleaseAsync(remove.TaskId, keepContainers: false, stopping);
                return null;
            default:
                throw new InvalidOperationException($"Nobody runs {effect.GetType().Name}.");
        }
    }

    /// <summary>The names that its containers know lead somewhere before the first of them starts.</summary>
    private async Task<Report?> ProvisionAsync(TaskSnapshot task, CancellationToken cancellationToken)
    {
        var attached = await runtime.ProvisionAsync(task, cancellationToken);
        if (task.Hosts.Count > 0)
            await connect.AppliedAsync(cancellationToken);
        return attached is null ? null : new InterfaceAttached(task.Id, attached);
    }

    private async Task RegisterAsync(RegisterTask register)
    {
        foreach (var registration in register.Targets)
            await targetGroups.RegisterAsync(registration.TargetGroupArn, registration.Target, stopping);
        foreach (var instance in register.Instances)
            await registry.RegisterAsync(instance.RegistryArn, register.TaskId, instance.Attributes, stopping);
    }

    private CancellationToken StartOf(string taskId) =>
        _starts.GetOrAdd(taskId, _ => CancellationTokenSource.CreateLinkedTokenSource(stopping)).Token;

    [LoggerMessage(LogLevel.Warning, "'{Key}' of task {TaskId} failed")]
    private partial void Failed(Exception error, string key, string taskId);
}

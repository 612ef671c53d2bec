using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Proxy;

internal sealed class TargetGroups(LoadBalancingStore store, ProxyFleet fleet, TimeProvider time) : ITargetGroups
{
    public TargetGroupFacts? Find(string targetGroupArn)
    {
        var state = store.Current;
        return state.TargetGroup(targetGroupArn) is { } group
            ? new(
                group.Arn,
                group.Name,
                group.TargetType,
                [.. state.ListenersTo(group.Arn).Select(listener => listener.LoadBalancerArn).Distinct()],
                TargetGroupAttributes.DelayOf(group))
            : null;
    }

    public Task RegisterAsync(string targetGroupArn, TaskTarget target, CancellationToken cancellationToken) =>
        RegisterAsync(targetGroupArn, [target], cancellationToken);

    /// <summary>Adds targets; one that is there already stays as it is, one that is being deregistered is a new one.</summary>
    public async Task RegisterAsync(string targetGroupArn, IReadOnlyList<TaskTarget> targets, CancellationToken cancellationToken)
    {
        var state = await store.ChangeAsync(
            before =>
            {
                var group = before.TargetGroup(targetGroupArn) ?? throw ElbErrors.TargetGroupNotFound();
                var added = targets.Where(target => group.Target(target.Id, target.Port) is not { DrainingUntil: null } known || known.At != target)
                    .Aggregate(group, (changed, target) => changed.With(new Target(target, HealthReasons.RegistrationInProgress)));
                return ReferenceEquals(added, group) ? before : before.With(added);
            },
            cancellationToken);
        await fleet.ApplyAsync(state.ListenersTo(targetGroupArn), cancellationToken);
    }

    public async Task MoveAsync(string targetGroupArn, TaskTarget target, CancellationToken cancellationToken)
    {
        var state = await store.ChangeAsync(
            before => before.TargetGroup(targetGroupArn) is { } group && group.Target(target.Id, target.Port) is { } known && known.At != target
                ? before.With(group.With(known with { At = target }))
                : before,
            cancellationToken);
        await fleet.ApplyAsync(state.ListenersTo(targetGroupArn), cancellationToken);
    }

    public async Task DeregisterAsync(string targetGroupArn, TaskTarget target, CancellationToken cancellationToken)
    {
        await DrainAsync(targetGroupArn, [target], cancellationToken);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var observation = store.OnChanged((_, after) =>
        {
            if (!IsDraining(after, targetGroupArn, target))
                gone.TrySetResult();
        });
        if (IsDraining(store.Current, targetGroupArn, target))
            await gone.Task.WaitAsync(cancellationToken);
        // The change is known, but perhaps not yet to HAProxy.
        await fleet.ApplyAsync(store.Current.ListenersTo(targetGroupArn), cancellationToken);
    }

    /// <summary>Begins the deregistration of those that are registered; returns when they get no more requests.</summary>
    public async Task DrainAsync(string targetGroupArn, IReadOnlyList<TaskTarget> targets, CancellationToken cancellationToken)
    {
        var state = await store.ChangeAsync(
            before =>
            {
                if (before.TargetGroup(targetGroupArn) is not { } group)
                    return before;
                var until = time.GetUtcNow() + TargetGroupAttributes.DelayOf(group);
                var drained = group.Targets.Where(target => targets.Contains(target.At) && target.DrainingUntil is null)
                    .Aggregate(group, (changed, target) => changed.With(target with { Health = HealthReasons.Deregistering, DrainingUntil = until }));
                return ReferenceEquals(drained, group) ? before : before.With(drained);
            },
            cancellationToken);
        await fleet.ApplyAsync(state.ListenersTo(targetGroupArn), cancellationToken);
    }

    public TargetHealth HealthOf(string targetGroupArn, TaskTarget target) =>
        store.Current.TargetGroup(targetGroupArn)?.Targets.FirstOrDefault(candidate => candidate.At == target)?.Health ?? HealthReasons.NotRegistered;

    public IDisposable OnHealthChanged(Action<TargetHealthChange> changed) => store.OnChanged((before, after) =>
    {
        foreach (var change in HealthChanges.Between(before, after))
            changed(change);
    });

    private static bool IsDraining(LoadBalancingState state, string groupArn, TaskTarget target) =>
        state.TargetGroup(groupArn)?.Targets.Any(candidate => candidate.At == target && candidate.DrainingUntil is not null) == true;
}

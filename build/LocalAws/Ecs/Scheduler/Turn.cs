using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>What one look at the state asks for: effects to run, and the next time at which something can be due.</summary>
public sealed class Turn(DateTimeOffset now)
{
    private readonly List<Effect> _effects = [];
    private readonly List<(Service Service, Exception Error)> _failures = [];

    public DateTimeOffset Now { get; } = now;

    public IReadOnlyList<Effect> Effects => _effects;

    /// <summary>The services that could not be scheduled, and why.</summary>
    public IReadOnlyList<(Service Service, Exception Error)> Failures => _failures;

    /// <summary>Null when nothing waits for a time.</summary>
    public DateTimeOffset? WakeAt { get; private set; }

    /// <summary>Asks for an effect unless it is under way already.</summary>
    internal void Once(EcsTask task, Effect effect) => Once(task.Underway, effect);

    internal void Once(ServiceDeployment deployment, ShiftTraffic effect) => Once(deployment.Underway, effect);

    /// <summary>Asks for another look at a time to come; one that is past is ignored.</summary>
    internal void Wake(DateTimeOffset at)
    {
        if (at > Now && (WakeAt is not { } earlier || at < earlier))
            WakeAt = at;
    }

    internal void Fail(Service service, Exception error) => _failures.Add((service, error));

    private void Once(HashSet<string> underway, Effect effect)
    {
        if (underway.Add(effect.Key))
            _effects.Add(effect);
    }
}

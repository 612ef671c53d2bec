using Slipway.LocalAws.Agent.Contract;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Scheduler;

/// <summary>
/// ECS without an engine, a clock or a thread of its own: reports and requests change the state, <see cref="Settle"/> says what follows from
/// it. Used by one caller at a time.
/// </summary>
public sealed class EcsMachine
{
    private readonly TaskDefinitionCatalog _catalog;
    private readonly EcsSettings _settings;
    private readonly TimeProvider _time;
    private readonly TaskReports _reports;
    private readonly TaskLifecycle _lifecycle;
    private readonly ServiceScheduler _scheduler;

    public EcsMachine(EcsState state, TaskDefinitionCatalog catalog, EcsArns arns, EcsSettings settings, TimeProvider time)
    {
        State = state;
        _catalog = catalog;
        _settings = settings;
        _time = time;
        _reports = new(state, catalog);
        _lifecycle = new(catalog, arns, settings);
        var replicas = new Replicas(state, catalog, new(state, catalog, new(state, arns, settings), settings), new(state, catalog, arns), settings);
        var hooks = new LifecycleHooks(settings);
        _scheduler = new(new(state, catalog, settings), replicas, new(replicas, new(state, replicas, settings), hooks), new(replicas, hooks, settings), new(replicas));
    }

    public EcsState State { get; }

    /// <summary>What the proxy of Service Connect is to do now.</summary>
    public IReadOnlyList<ConnectListener> Connections => ConnectTable.Of(State, _catalog);

    public void Apply(Report report) => _reports.Apply(report, _time.GetUtcNow());

    /// <summary>Brings tasks and services as far as they come now.</summary>
    public Turn Settle()
    {
        var turn = new Turn(_time.GetUtcNow());
        AdvanceTasks(turn);
        foreach (var service in State.Services)
            Advance(service, turn);
        // Once more: for the tasks that the services have just started or want stopped.
        AdvanceTasks(turn);
        RemoveOldContainers(turn);
        ForgetOldTasks(turn);
        return turn;
    }

    /// <summary>A service that cannot be scheduled, because of a state that another version of LocalAws has left or of a bug, does not stop the others.</summary>
    private void Advance(Service service, Turn turn)
    {
        try
        {
            _scheduler.Advance(service, turn);
        }
        catch (Exception error)
        {
            service.SayOnce($"cannot be scheduled by LocalAws: {error.Message}", turn.Now);
            turn.Fail(service, error);
            turn.Wake(turn.Now + _settings.PollInterval);
        }
    }

    private void AdvanceTasks(Turn turn)
    {
        foreach (var task in State.Tasks)
            _lifecycle.Advance(task, turn);
    }

    /// <summary>Failed tasks keep their containers, for their logs: of each group the last few.</summary>
    private void RemoveOldContainers(Turn turn)
    {
        foreach (var group in State.Tasks.Where(task => task is { IsStopped: true, ContainersRemoved: false }).GroupBy(task => (task.Cluster, task.Group)))
        {
            foreach (var task in group.OrderByDescending(task => task.StoppedAt).Skip(_settings.FailedTasksKept))
                turn.Once(task, new RemoveContainers(task.Id));
        }
    }

    private void ForgetOldTasks(Turn turn)
    {
        foreach (var task in State.Tasks.Where(task => task.IsStopped).ToList())
        {
            var until = task.StoppedAt!.Value + _settings.StoppedTaskRetention;
            turn.Wake(until);
            if (turn.Now < until)
                continue;
            if (task.ContainersRemoved)
                State.Tasks.Remove(task);
            else
                turn.Once(task, new RemoveContainers(task.Id));
        }
    }
}

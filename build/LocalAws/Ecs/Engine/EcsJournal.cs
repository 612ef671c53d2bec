using System.Globalization;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Engine;

/// <summary>Tells the log what the scheduler did: the events of services, and each status that a task comes to. What was there at the start is no news.</summary>
internal sealed partial class EcsJournal(ILogger log)
{
    private const int DigitsOfATask = 8;

    /// <summary>The newest event of each service, by its ARN.</summary>
    private readonly Dictionary<string, Guid> _events = [];

    private readonly Dictionary<string, EcsTaskStatus> _tasks = [];
    private bool _begun;

    /// <summary>To be called after each turn, one call at a time.</summary>
    public void Note(EcsState state)
    {
        foreach (var service in state.Services)
            NoteEvents(service);
        foreach (var task in state.Tasks)
            NoteStatus(task);
        if (_tasks.Count > state.Tasks.Count)
            Forget(state);
        _begun = true;
    }

    private void NoteEvents(Service service)
    {
        var last = _events.GetValueOrDefault(service.Arn);
        if (service.Events.Count == 0 || service.Events[0].Id == last)
            return;
        _events[service.Arn] = service.Events[0].Id;
        foreach (var happened in _begun ? service.Events.TakeWhile(happened => happened.Id != last).Reverse() : [])
            Happened(happened.Message);
    }

    private void NoteStatus(EcsTask task)
    {
        if (_tasks.TryGetValue(task.Id, out var before) && before == task.LastStatus)
            return;
        _tasks[task.Id] = task.LastStatus;
        if (_begun)
            Came(task.Id[..DigitsOfATask], task.Group, task.LastStatus.ToString().ToUpperInvariant(), EndOf(task));
    }

    private void Forget(EcsState state)
    {
        var known = state.Tasks.Select(task => task.Id).ToHashSet();
        foreach (var gone in _tasks.Keys.Where(id => !known.Contains(id)).ToList())
            _tasks.Remove(gone);
    }

    private static string EndOf(EcsTask task)
    {
        if (!task.IsStopped)
            return "";
        var containers = task.Containers.Where(container => container.ExitCode is not (null or 0) || container.Reason is not null)
            .Select(container => string.Create(CultureInfo.InvariantCulture, $"; {container.Name}: {(container.ExitCode is { } code ? $"exit code {code}" : "did not start")}{(container.Reason is { } reason ? $", {reason}" : "")}"));
        return $" ({task.StopCode}: {task.StoppedReason}{string.Concat(containers)})";
    }

    [LoggerMessage(LogLevel.Information, "{Message}")]
    private partial void Happened(string message);

    [LoggerMessage(LogLevel.Information, "task {Task} of {Group} is {Status}{End}")]
    private partial void Came(string task, string group, string status, string end);
}

using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Logs;
using Slipway.Ecs.Releases;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.OneOff;

/// <summary>
/// Which tasks of a release have ended well in a task definition. That stands in tags of the revision that they ran in, since ECS forgets a task an hour after
/// its end; a task whose end nobody has noted, because the run that started it was killed, is found among those of the cluster as long as ECS knows it.
/// </summary>
/// <param name="progress">Gets a line when something cannot be known or noted.</param>
/// <param name="cluster">The cluster that the tasks run in.</param>
/// <param name="revision">What they run in.</param>
/// <param name="isOurs">Whether the tags of a revision or a task are those of the environment: families and clusters may be shared.</param>
public sealed class TaskJournal(EcsClient ecs, IProgress<string> progress, string cluster, TaskDefinitionRevision revision, Func<ReleaseRecord, bool> isOurs)
{
    /// <summary>A release that failed and is tried again registers a revision of the same content anew.</summary>
    private const int RevisionsRead = 10;

    private readonly Dictionary<string, string> _noted = new(StringComparer.Ordinal);
    private List<IReadOnlyDictionary<string, string>>? _tags;
    private List<JsonObject>? _tasks;

    /// <summary>The build that registered the revision; null when nothing says so.</summary>
    public string? Build => ReleaseRecord.Of(revision.Tags)?.Build;

    /// <summary>Whether the task has ended well in its release.</summary>
    /// <exception cref="AwsException">AWS refused a call, for another reason than a lack of permission.</exception>
    public async Task<bool> HasEndedAsync(TaskMark mark, CancellationToken cancellation)
    {
        if ((await TagsAsync(cancellation)).Exists(mark.IsIn)) return true;
        if (!(await TasksAsync(mark, cancellation)).Exists(task => EndedWell(task, mark))) return false;
        await NoteAsync(mark, cancellation);
        return true;
    }

    /// <summary>Whether it has ended well in any release.</summary>
    /// <exception cref="AwsException">As of <see cref="HasEndedAsync"/>.</exception>
    public async Task<bool> HasEverEndedAsync(TaskMark mark, CancellationToken cancellation) => (await TagsAsync(cancellation)).Exists(mark.IsInAnyRelease);

    /// <summary>The ARN of the task where a run that was killed has left it running; else null.</summary>
    /// <exception cref="AwsException">As of <see cref="HasEndedAsync"/>.</exception>
    public async Task<string?> FindRunningAsync(TaskMark mark, CancellationToken cancellation) =>
        (await TasksAsync(mark, cancellation)).Find(task => task.Text("desiredStatus") == "RUNNING" && task.Text("lastStatus") != "STOPPED")?.Text("taskArn");

    /// <summary>Writes that the task has ended well. That it could not be written is told.</summary>
    public async Task NoteAsync(TaskMark mark, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mark);
        try
        {
            _noted[mark.RanTag] = mark.AddedTo(_noted.ContainsKey(mark.RanTag) ? _noted : revision.Tags);
            await ecs.TagAsync(revision.Arn, new Dictionary<string, string> { [mark.RanTag] = _noted[mark.RanTag] }, cancellation);
        }
        catch (AwsException refused)
        {
            progress.Report($"It could not be recorded on {TaskId.Of(revision.Arn)} that '{mark.Name}' has run, so that another run of build {mark.Build} runs it again: {refused.Message}");
        }
    }

    /// <summary>One that was stopped did not end well, whatever its exit code is.</summary>
    private static bool EndedWell(JsonObject task, TaskMark mark) =>
        task.Text("lastStatus") == "STOPPED" && task.Text("stopCode") == "EssentialContainerExited" && StoppedTask.Read(task, mark.Container, timedOut: false).Succeeded;

    private async Task<List<IReadOnlyDictionary<string, string>>> TagsAsync(CancellationToken cancellation)
    {
        if (_tags is not null) return _tags;
        _tags = [revision.Tags];
        await AskedAsync(() => AddEarlierAsync(_tags, cancellation), cancellation);
        return _tags;
    }

    private async Task AddEarlierAsync(List<IReadOnlyDictionary<string, string>> tags, CancellationToken cancellation)
    {
        var family = new TaskDefinitionDocument(revision.Document).Family;
        await foreach (var arn in ecs.ListTaskDefinitionsAsync(family, newestFirst: true, cancellation).Where(arn => arn != revision.Arn).Take(RevisionsRead).WithCancellation(cancellation))
        {
            var earlier = (await ecs.DescribeTaskDefinitionAsync(arn, cancellation)).Tags;
            if (ReleaseRecord.Of(earlier) is { } record && isOurs(record)) tags.Add(earlier);
        }
    }

    private async Task<List<JsonObject>> TasksAsync(TaskMark mark, CancellationToken cancellation)
    {
        if (_tasks is null)
        {
            _tasks = [];
            await AskedAsync(
                async () =>
                {
                    var arns = new List<string>();
                    foreach (var status in (string[])["RUNNING", "STOPPED"]) arns.AddRange(await ecs.ListTasksAsync(cluster, new() { StartedBy = OneOffTask.StartedBy, DesiredStatus = status }, cancellation));
                    if (arns.Count > 0) _tasks.AddRange((await ecs.DescribeTasksAsync(cluster, [.. arns.Distinct()], cancellation)).Found);
                },
                cancellation);
        }

        var tag = mark.ToTag();
        return _tasks.FindAll(task => TagsOf(task) is var tags && tags.GetValueOrDefault(tag.Key) == tag.Value && ReleaseRecord.Of(tags) is { } record && isOurs(record));
    }

    private static Dictionary<string, string> TagsOf(JsonObject task) => task.Objects("tags").ToDictionary(tag => tag.Text("key") ?? "", tag => tag.Text("value") ?? "", StringComparer.Ordinal);

    /// <summary>A migration needs no permission to look for what earlier runs have done.</summary>
    private async Task AskedAsync(Func<Task> ask, CancellationToken cancellation)
    {
        try
        {
            await ask();
        }
        catch (AwsException refused) when (refused.Kind == AwsFailure.AccessDenied && !cancellation.IsCancellationRequested)
        {
            progress.Report($"Whether an earlier run of this release has run its tasks is not known: {refused.Message}");
        }
    }
}

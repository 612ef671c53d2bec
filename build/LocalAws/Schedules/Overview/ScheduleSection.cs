using Slipway.LocalAws.Kernel.Page;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Schedules.Resources;
using Slipway.LocalAws.Schedules.Runs;

namespace Slipway.LocalAws.Schedules.Overview;

/// <summary>The schedules, with their last invocations and the next.</summary>
internal sealed class ScheduleSection(ScheduleStore store, ScheduleRunner runner) : IPageSection
{
    private static readonly string[] Columns = ["Schedule", "Expression", "State", "Task definition", "Last run", "Next"];

    public int Position => 20;

    public string Id => "schedules";

    public string Title => "Schedules";

    public Task<Html> RenderAsync(CancellationToken cancellationToken)
    {
        var schedules = store.Current.Schedules.OrderBy(schedule => schedule.Group, StringComparer.Ordinal).ThenBy(schedule => schedule.Name, StringComparer.Ordinal).ToList();
        return Task.FromResult(schedules.Count == 0
            ? PageParts.Empty("No schedule of EventBridge Scheduler yet.")
            : Html.Of($"<div class=\"card\">{PageParts.Table("Schedules of EventBridge Scheduler", Columns, schedules.Select(Row))}</div>"));
    }

    private IReadOnlyList<Html> Row(Schedule schedule) =>
    [
        Html.Of($"{schedule.Name}<br><span class=\"quiet\">{schedule.Group}</span>"),
        Html.Of($"<code>{schedule.Expression}</code><br><span class=\"quiet\">{schedule.TimeZone}</span>"),
        PageParts.State(schedule.IsEnabled ? PageTone.Good : PageTone.Idle, schedule.Definition.Text("State")),
        Html.Of($"<span class=\"id\">{NameOf(schedule.Target.Object("EcsParameters")?.Text("TaskDefinitionArn"))}</span>"),
        Last(schedule.LastRun),
        PageParts.Time(runner.NextOf(schedule)),
    ];

    private static Html Last(ScheduleRun? run) => run switch
    {
        null => Html.Of($"never"),
        { Error: { } error } => Html.Of($"{PageParts.State(PageTone.Bad, "FAILED")} {PageParts.Time(run.At)}<br><span class=\"why\">{error}</span>"),
        _ => Html.Of($"{PageParts.State(PageTone.Good, "STARTED")} {PageParts.Time(run.At)}{run.Tasks.Select(task => Html.Of($"<br><span class=\"id\">{NameOf(task)}</span>"))}"),
    };

    private static string NameOf(string? arn) => arn is null ? "" : arn[(arn.LastIndexOf('/') + 1)..];
}

using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Status;
using Slipway.Pipeline.Foundation.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>
/// On a terminal, how a rollout stands: one table that is drawn again in its place, each second and at each look. What happens is logged
/// above it. Spectre's own live display would have the log written through its console, and so past what hides secrets.
/// </summary>
public sealed class LiveTable : IProgress<string>, IRolloutView, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly IAnsiConsole _console;
    private readonly ILog _log;
    private readonly TimeProvider _time;
    private readonly long _begin;
    private readonly ITimer _timer;
    private RolloutSnapshot? _look;
    private int _height;

    public LiveTable(IAnsiConsole console, ILog log, TimeProvider time)
    {
        (_console, _log, _time, _begin) = (console, log, time, time.GetTimestamp());
        _timer = time.CreateTimer(_ => Redraw(), null, Interval, Interval);
    }

    /// <summary>Whether someone watches who sees a table that moves.</summary>
    public static bool IsPossible(IAnsiConsole console) =>
        console.Profile is { Out.IsTerminal: true, Capabilities: { Ansi: true, Interactive: true } };

    public void Report(string value)
    {
        lock (_gate)
        {
            Erase();
            _log.Information("{0:HH:mm:ss} {1}", _time.GetLocalNow(), value);
            Draw();
        }
    }

    public void Show(RolloutSnapshot look)
    {
        lock (_gate)
        {
            _look = look;
            Erase();
            Draw();
        }
    }

    /// <summary>Leaves the last table where it is.</summary>
    public void Close()
    {
        lock (_gate)
        {
            Redraw();
            (_look, _height) = (null, 0);
        }
    }

    public void Dispose()
    {
        Close();
        _timer.Dispose();
    }

    private void Redraw()
    {
        lock (_gate)
        {
            if (_look is null) return;
            Erase();
            Draw();
        }
    }

    private void Erase()
    {
        if (_height > 0) _console.Write(new ControlCode($"\e[{_height}A\r\e[0J"));
        _height = 0;
    }

    private void Draw()
    {
        if (_look is null) return;
        var table = new Rows(TableOf(_look), new Text(Foot(_look)));
        _console.Write(table);
        _height = Segment.SplitLines(((IRenderable)table).Render(RenderOptions.Create(_console, _console.Profile.Capabilities), _console.Profile.Width)).Count;
    }

    private string Foot(RolloutSnapshot look)
    {
        var elapsed = _time.GetElapsedTime(_begin);
        return $"{(int)elapsed.TotalMinutes}:{elapsed.Seconds:00}  {look.Line}{Targets(look.Targets)}; {look.Stage}";
    }

    private static string Targets(IReadOnlyList<TargetStatus> targets) => targets.Count == 0
        ? ""
        : $"; targets: {string.Join(", ", targets.GroupBy(target => target.State).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}"))}";

    private static Table TableOf(RolloutSnapshot look)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("Revision");
        foreach (var figure in (string[])["Desired", "Pending", "Running", "Failed"]) table.AddColumn(new TableColumn(figure).RightAligned());
        if (look.Traffic is not null) table.AddColumn(new TableColumn("Traffic").RightAligned());
        table.AddColumn("State");
        foreach (var one in look.Deployments)
        {
            var isNew = one.TaskDefinition == look.Revision;
            string[] traffic = look.Traffic is { } percent ? [$"{(isNew ? percent : 100 - percent)} %"] : [];
            string[] cells = [$"{RevisionName.Of(one.TaskDefinition)}{(isNew ? " (new)" : "")}", $"{one.Desired}", $"{one.Pending}", $"{one.Running}", $"{one.Failed}", .. traffic, one.RolloutState ?? one.Status];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }

        return table;
    }
}

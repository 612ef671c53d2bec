using Slipway.Ecs.Rollouts;
using Slipway.Pipeline.Foundation.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>On a terminal, how the rollouts of several services stand: a row for each, so that ten fit into a terminal of 24 lines.</summary>
public sealed class ServicesTable(IAnsiConsole console, ILog log, TimeProvider time) : RedrawnTable(console, log, time)
{
    /// <summary>The border, the heads of the columns, the foot, and the line of the cursor.</summary>
    private const int OtherLines = 6;

    private const int NarrowestState = 8;

    /// <summary>Of the columns before the last.</summary>
    private static readonly string[] Heads = ["Service", "Revision", "Running", "Failed", "Traffic"];

    private readonly List<(string Name, RolloutSnapshot Look)> _looks = [];

    /// <summary>What shows one of the services.</summary>
    public IRolloutView Of(string name) => new Section(this, name);

    protected override IRenderable? Content()
    {
        if (_looks.Count == 0) return null;
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var head in Heads[..2]) table.AddColumn(new TableColumn(head).NoWrap());
        foreach (var figure in Heads[2..]) table.AddColumn(new TableColumn(figure).RightAligned().NoWrap());
        table.AddColumn(new TableColumn("State").NoWrap());
        var room = Math.Max(1, Console.Profile.Height - OtherLines);
        // What is done is of least interest.
        var shown = _looks.OrderBy(one => IsDone(one.Look)).Take(room).Select(one => one.Name).ToHashSet();
        var rows = _looks.Where(one => shown.Contains(one.Name)).Select(one => Cells(one.Name, one.Look)).ToList();
        // What does not fit would take a second line.
        var width = Console.Profile.Width - 4 - Heads.Select((head, index) => Math.Max(head.Length, rows.Max(row => row[index].Length)) + 3).Sum();
        foreach (var row in rows) table.AddRow([.. row[..^1].Append(Cut(row[^1], Math.Max(NarrowestState, width))).Select(cell => new Text(cell))]);
        return new Rows(table, new Text($"{Elapsed}  {_looks.Count(one => IsDone(one.Look))} of {_looks.Count} done{(_looks.Count > room ? $"; {_looks.Count - room} more are not shown" : "")}"));
    }

    protected override void Forget() => _looks.Clear();

    private static bool IsDone(RolloutSnapshot look) => look.Stage == "done";

    private static string Cut(string text, int width) => text.Length <= width ? text : $"{text[..(width - 1)]}…";

    private static string[] Cells(string name, RolloutSnapshot look)
    {
        var own = look.Deployments.FirstOrDefault(one => one.TaskDefinition == look.Revision);
        return [name, RevisionName.Of(look.Revision), $"{own?.Running ?? 0}/{own?.Desired ?? 0}", $"{own?.Failed ?? 0}", look.Traffic is { } percent ? $"{percent} %" : "", look.Stage];
    }

    private void Show(string name, RolloutSnapshot look) => Change(() =>
    {
        var index = _looks.FindIndex(one => one.Name == name);
        if (index < 0) _looks.Add((name, look));
        else _looks[index] = (name, look);
    });

    /// <summary>One service's row, which stays when its deployment is over.</summary>
    private sealed class Section(ServicesTable table, string name) : IRolloutView
    {
        public void Show(RolloutSnapshot look) => table.Show(name, look);

        public void Close()
        {
        }
    }
}

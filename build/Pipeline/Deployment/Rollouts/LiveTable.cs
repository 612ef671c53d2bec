using Slipway.Ecs.Rollouts;
using Slipway.Ecs.Status;
using Slipway.Pipeline.Foundation.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>On a terminal, how a rollout of one service stands.</summary>
public sealed class LiveTable(IAnsiConsole console, ILog log, TimeProvider time) : RedrawnTable(console, log, time), IRolloutView
{
    private RolloutSnapshot? _look;

    /// <summary>Whether someone watches who sees a table that moves.</summary>
    public static bool IsPossible(IAnsiConsole console) =>
        console.Profile is { Out.IsTerminal: true, Capabilities: { Ansi: true, Interactive: true } };

    public void Show(RolloutSnapshot look) => Change(() => _look = look);

    protected override IRenderable? Content() => _look is { } look ? new Rows(TableOf(look), new Text(Foot(look))) : null;

    protected override void Forget() => _look = null;

    private string Foot(RolloutSnapshot look) => $"{Elapsed}  {look.Line}{Targets(look.Targets)}; {look.Stage}";

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

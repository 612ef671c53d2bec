using Slipway.Ecs.Logs;
using Slipway.Ecs.Schedules;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Status;

/// <summary>What an environment's schedules run, for people.</summary>
internal sealed class ScheduleText(TextPage page)
{
    public void Write(IReadOnlyList<ScheduleStatus> schedules)
    {
        page.Heading("Schedules");
        foreach (var one in schedules) Write(one);
    }

    private void Write(ScheduleStatus one)
    {
        var name = $"{one.Schedule.Name} ({one.Schedule.ScheduleName})";
        if (one.TaskDefinition is not { } runs)
        {
            page.Paragraph(2, $"{name}: not there; the next deployment creates it", ConsoleColor.Yellow);
            return;
        }

        page.Paragraph(2, $"{name}: {TaskId.Of(runs)}, {one.Expression} {one.TimeZone}{(one.IsEnabled == false ? ", disabled" : "")}", one.IsElsewhere ? ConsoleColor.Yellow : ConsoleColor.Green);
        if (one.IsElsewhere) page.Paragraph(4, $"Service '{one.Schedule.EcsService}' runs {TaskId.Of(one.ServiceTaskDefinition!)}: the schedule runs another revision.", ConsoleColor.Yellow);
    }
}

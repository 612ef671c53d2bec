using Cake.Frosting;
using Slipway.Pipeline.Commands.Diff;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Tasks;

/// <summary>Shows how what would be deployed differs from what runs; the exit code says whether it does.</summary>
[TaskName("Diff")]
[TaskDescription("Compare what would be deployed with what runs")]
[NeedsEnvironment]
[Requires(Requirement.Account)]
public sealed class Diff(DeploymentDiff deployment, ExitStatus status, ITerminal terminal) : SlipwayTask
{
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellation)
    {
        var results = await deployment.CompareAsync(context.Settings, context.Invocation.Get(Options.BuildNumber), cancellation);
        foreach (var result in results) DiffReport.Write(result, terminal);
        var schedules = await deployment.CompareSchedulesAsync(context.Settings, context.Invocation.Get(Options.BuildNumber), cancellation);
        foreach (var schedule in schedules) DiffReport.Write(schedule, terminal);
        if (results.Any(result => !result.IsEqual))
        {
            // Migrations are steps of the pipeline.
            foreach (var task in context.Settings.TasksBefore.Where(task => task.Image is null)) DiffReport.Write(task, isBefore: true, terminal);
            foreach (var task in context.Settings.TasksAfter) DiffReport.Write(task, isBefore: false, terminal);
        }

        if (results.Any(result => !result.IsEqual) || schedules.Any(schedule => !schedule.IsEqual)) status.Finding = ExitCodes.Different;
    }
}

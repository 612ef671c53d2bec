using Cake.Frosting;
using Slipway.Pipeline.Commands.Status;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Tasks;

/// <summary>Says what the environment's service runs, and how it does.</summary>
[TaskName("Status")]
[TaskDescription("Show what the service runs, since when, and who deployed it")]
[NeedsEnvironment]
[Requires(Requirement.Account)]
public sealed class Status(ServiceStatusReport report) : SlipwayTask
{
    protected override Task RunAsync(BuildContext context, CancellationToken cancellation) =>
        report.ShowAsync(context.Settings, context.Invocation.Get(Options.BuildNumber), PausePoint.Advice(context.Invocation), cancellation);
}

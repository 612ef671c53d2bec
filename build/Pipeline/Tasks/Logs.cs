using Cake.Frosting;
using Slipway.Pipeline.Commands.Logs;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Tasks;

/// <summary>Shows what the service's containers write, and continues showing it when asked to.</summary>
[TaskName("Logs")]
[TaskDescription("Show the log lines of the service's tasks")]
[NeedsEnvironment]
[Requires(Requirement.Account)]
public sealed class Logs(ServiceLogLines lines) : SlipwayTask
{
    protected override Task RunAsync(BuildContext context, CancellationToken cancellation) =>
        lines.ShowAsync(context.Settings, context.Invocation.Get(Options.BuildNumber), context.Invocation.Get(Options.Since), context.Invocation.Get(Options.Follow), cancellation);
}

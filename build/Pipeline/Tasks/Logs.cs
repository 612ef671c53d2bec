using Cake.Frosting;
using Slipway.Pipeline.Commands.Logs;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Tasks;

/// <summary>Shows what the service's containers write, and continues showing it when asked to.</summary>
[TaskName("Logs")]
[TaskDescription("Show the log lines of the service's tasks")]
[NeedsEnvironment]
[Requires(Requirement.Account)]
[Accepts(OptionNames.Since)]
[Accepts(OptionNames.Follow)]
[Accepts(OptionNames.Output, Only = "json")]
public sealed class Logs(ServiceLogLines lines) : SlipwayTask
{
    protected override Task RunAsync(BuildContext context, CancellationToken cancellation) =>
        lines.ShowAsync(context.Settings, context.Invocation.BuildNumber, context.Invocation.Since, context.Invocation.Follow, cancellation);
}

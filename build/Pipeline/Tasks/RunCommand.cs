using Cake.Frosting;
using Slipway.Pipeline.Commands.Run;

namespace Slipway.Pipeline.Tasks;

/// <summary>Runs a command once, in a task like the service's, with its log and its exit code.</summary>
[TaskName("Run")]
[TaskDescription("Run a command once, in a task like the service's")]
[NeedsEnvironment]
[Requires(Requirement.Account)]
public sealed class RunCommand(CommandRun run) : SlipwayTask
{
    protected override Task RunAsync(BuildContext context, CancellationToken cancellation) =>
        run.RunAsync(context.Settings, context.Invocation, cancellation);
}

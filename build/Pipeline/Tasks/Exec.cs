using Cake.Frosting;
using Slipway.Pipeline.Commands.Exec;

namespace Slipway.Pipeline.Tasks;

/// <summary>Opens a shell in a running container, or runs a command there.</summary>
[TaskName("Exec")]
[TaskDescription("Open a shell, or run a command, in a running container")]
[NeedsEnvironment]
[Requires(Requirement.Account)]
public sealed class Exec(ContainerSession session) : SlipwayTask
{
    protected override Task RunAsync(BuildContext context, CancellationToken cancellation) =>
        session.RunAsync(context.Settings, context.Invocation, cancellation);
}

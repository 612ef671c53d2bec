using Cake.Frosting;
using Slipway.Pipeline.Commands.Rollback;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Tasks;

/// <summary>Rolls the service back to the revision that was released before, or to the one that is named, and follows that to its end.</summary>
[TaskName("Rollback")]
[TaskDescription("Bring the service back to what was released before")]
[NeedsEnvironment]
[Requires(Requirement.Account)]
public sealed class Rollback(ServiceRollback rollback) : SlipwayTask
{
    protected override Task RunAsync(BuildContext context, CancellationToken cancellation) =>
        rollback.RunAsync(context.Settings, context.Invocation.Get(Options.BuildNumber), context.Invocation.Get(Options.To), DeployOptions.Of(context.Invocation), cancellation);
}

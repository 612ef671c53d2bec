using Cake.Frosting;
using Slipway.Pipeline.Commands.Continuation;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Tasks;

/// <summary>Continues a deployment that is paused at a lifecycle hook, or rolls it back, and follows it to its end.</summary>
[TaskName("Continue")]
[TaskDescription("Continue a paused deployment, or roll it back")]
[NeedsEnvironment]
[Requires(Requirement.Account)]
public sealed class ContinueDeployment(ReleaseContinuation continuation) : SlipwayTask
{
    protected override Task RunAsync(BuildContext context, CancellationToken cancellation) => continuation.RunAsync(
        context.Settings, context.Invocation.Get(Options.BuildNumber), context.Invocation.Get(Options.RollsBack), DeployOptions.Of(context.Invocation), cancellation);
}

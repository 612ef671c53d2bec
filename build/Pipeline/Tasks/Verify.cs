using Cake.Frosting;
using Slipway.Pipeline.Commands.Verify;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Tasks;

/// <summary>Checks whether the services run their release and the application answers as it is configured to.</summary>
[TaskName("Verify")]
[TaskDescription("Check whether the services run their release and the URLs answer")]
[NeedsEnvironment]
[Requires(Requirement.Account)]
public sealed class Verify(EnvironmentVerification verification) : SlipwayTask
{
    protected override Task RunAsync(BuildContext context, CancellationToken cancellation) =>
        verification.RunAsync(context.Settings, context.Invocation.Get(Options.BuildNumber), cancellation);
}

using Cake.Frosting;
using Slipway.Pipeline.Commands.Verify;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Tasks;

/// <summary>Checks whether the deployed application answers as it is configured to.</summary>
[TaskName("Verify")]
[TaskDescription("Check whether the configured URLs answer as configured")]
[NeedsEnvironment]
public sealed class Verify(UrlVerification verification) : SlipwayTask
{
    protected override Task RunAsync(BuildContext context, CancellationToken cancellation) =>
        verification.RunAsync(context.Settings, context.Invocation.Get(Options.BuildNumber), cancellation);
}

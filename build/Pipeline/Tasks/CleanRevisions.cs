using Cake.Frosting;
using Slipway.Pipeline.Commands.CleanRevisions;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Tasks;

/// <summary>Deregisters the revisions of the service's task definition that were never released and that nothing has.</summary>
[TaskName("CleanRevisions")]
[TaskDescription("Deregister revisions that were never released and are not in use")]
[NeedsEnvironment]
[Requires(Requirement.Account)]
public sealed class CleanRevisions(FamilyCleanup cleanup) : SlipwayTask
{
    protected override Task RunAsync(BuildContext context, CancellationToken cancellation) =>
        cleanup.RunAsync(context.Settings, context.Invocation.Get(Options.BuildNumber), context.Invocation.Get(Options.LockWait), cancellation);
}

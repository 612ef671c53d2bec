using Cake.Frosting;
using Slipway.Pipeline.Commands.Lint;
using Slipway.Pipeline.Commands.Promote;

namespace Slipway.Pipeline.Tasks;

/// <summary>Deploys what another environment runs: the same digests, without a build.</summary>
[TaskName("Promote")]
[TaskDescription("Deploy the release that another environment runs")]
[NeedsEnvironment]
[Requires(Requirement.Account)]
public sealed class Promote(ReleasePromotion promotion, RepositoryLint lint) : SlipwayTask
{
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellation)
    {
        await lint.RunAsync(context.ConfigurationFile, context.Invocation, cancellation);
        await promotion.RunAsync(context.Settings, context.ConfigurationFile, context.Invocation, cancellation);
    }
}

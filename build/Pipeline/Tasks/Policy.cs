using Cake.Frosting;
using Slipway.Pipeline.Commands.Policy;

namespace Slipway.Pipeline.Tasks;

/// <summary>Prints the IAM policies that an environment needs.</summary>
[TaskName("Policy")]
[TaskDescription("Print the IAM policies that an environment needs, with reasons")]
[NeedsEnvironment]
public sealed class Policy(EnvironmentPolicies policies) : SlipwayTask
{
    protected override Task RunAsync(BuildContext context, CancellationToken cancellation) => policies.RunAsync(context.Settings, context.Invocation, cancellation);
}

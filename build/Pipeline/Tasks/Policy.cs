using Cake.Frosting;
using Slipway.Pipeline.Commands.Policy;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tasks;

/// <summary>Prints the IAM policies that an environment needs.</summary>
[TaskName("Policy")]
[TaskDescription("Print the IAM policies that an environment needs, with reasons")]
[NeedsEnvironment]
public sealed class Policy(EnvironmentPolicies policies, ExitStatus status) : SlipwayTask
{
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellation)
    {
        if (await policies.RunAsync(context.Settings, context.Invocation, cancellation)) status.Finding = ExitCodes.Different;
    }
}

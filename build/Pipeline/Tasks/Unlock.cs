using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Pipeline.Commands.Unlock;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Tasks;

/// <summary>Breaks the lock of an environment whose deployment has ended, and writes down who did.</summary>
[TaskName("Unlock")]
[TaskDescription("Break the lock that a deployment left behind, on the record")]
[NeedsEnvironment]
[Requires(Requirement.Account)]
public sealed class Unlock(LockBreaker breaker) : SlipwayTask
{
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellation) =>
        context.Log.Information("{0}", await breaker.BreakAsync(context.Settings, context.Invocation.Get(Options.BuildNumber), cancellation));
}

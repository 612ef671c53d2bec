using Cake.Frosting;
using Slipway.Pipeline.Commands.Init;

namespace Slipway.Pipeline.Tasks;

/// <summary>Begins with a Compose file: writes the settings, a task definition for each environment, and the files of the build services.</summary>
[TaskName("Init")]
[TaskDescription("Write slipway.yml, task definitions and pipeline files from a Compose file")]
public sealed class Init(Initialisation initialisation) : SlipwayTask
{
    protected override Task RunAsync(BuildContext context, CancellationToken cancellation) => initialisation.RunAsync(InitRequest.Of(context.Invocation), cancellation);
}

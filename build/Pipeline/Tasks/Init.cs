using Cake.Frosting;
using Slipway.Pipeline.Failures;
using Slipway.Pipeline.Init;

namespace Slipway.Pipeline.Tasks;

/// <summary>Begins with a Compose file: writes the settings, a task definition for each environment, and the files of the build services.</summary>
[TaskName("Init")]
[TaskDescription("Write slipway.yml, task definitions and pipeline files from a Compose file")]
public sealed class Init(Initialisation initialisation) : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        try
        {
            await initialisation.RunAsync(InitRequest.Of(context.Invocation), context.Interruption.Token);
        }
        catch (Exception failure)
        {
            throw Failure.ToCake(failure, context.Interruption);
        }
    }
}

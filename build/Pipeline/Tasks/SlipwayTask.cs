using Cake.Frosting;

namespace Slipway.Pipeline.Tasks;

/// <summary>A task of this program; whatever goes wrong in it ends the program with the exit code of its kind.</summary>
public abstract class SlipwayTask : AsyncFrostingTask<BuildContext>
{
    public sealed override async Task RunAsync(BuildContext context)
    {
        try
        {
            context.Interruption.Token.ThrowIfCancellationRequested();
            await RunAsync(context, context.Interruption.Token);
        }
        catch (Exception failure)
        {
            throw Failure.ToCake(failure, context.Interruption, context.ExitStatus);
        }
    }

    protected abstract Task RunAsync(BuildContext context, CancellationToken cancellation);
}

using Cake.Frosting;
using Slipway.Pipeline.Failures;
using Slipway.Pipeline.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>
/// A task of the main line: the environment's settings say whether it runs, and whatever goes wrong in it ends the program with
/// the exit code of its kind.
/// </summary>
[Requires(Requirement.Line)]
public abstract class LineTask : AsyncFrostingTask<BuildContext>
{
    public sealed override bool ShouldRun(BuildContext context) => context.SkipOf(TaskCatalogue.NameOf(GetType())) is null;

    public sealed override async Task RunAsync(BuildContext context)
    {
        try
        {
            context.Interruption.Token.ThrowIfCancellationRequested();
            await RunAsync(context.Run, context.Interruption.Token);
        }
        catch (Exception failure)
        {
            throw Failure.ToCake(failure, context.Interruption);
        }
    }

    protected abstract Task RunAsync(Run run, CancellationToken cancellation);
}

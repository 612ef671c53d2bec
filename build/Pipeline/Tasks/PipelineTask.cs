using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Tasks.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>A task of the pipeline: it works on the run, and the environment's settings say whether it is there.</summary>
[Requires(Requirement.Pipeline)]
public abstract class PipelineTask : SlipwayTask
{
    public sealed override bool ShouldRun(BuildContext context) => context.SkipOf(TaskCatalogue.NameOf(GetType())) is null;

    protected sealed override Task RunAsync(BuildContext context, CancellationToken cancellation) => context.Run.IsIdle ? Task.CompletedTask : RunAsync(context.Run, cancellation);

    /// <summary>Checks what this task needs, before the first task runs.</summary>
    /// <exception cref="RunFailedException">Something is missing.</exception>
    protected internal virtual void Require(Run run)
    {
    }

    /// <summary>Removes what an earlier run wrote under the names that this task will write: if the run fails, they must not be taken for its own.</summary>
    protected internal virtual void DeleteStaleOutputs(Run run)
    {
    }

    protected abstract Task RunAsync(Run run, CancellationToken cancellation);
}

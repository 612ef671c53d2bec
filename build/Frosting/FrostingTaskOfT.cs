using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task, on a context of type <typeparamref name="T"/>.</summary>
/// <remarks>Override only what the task needs: each override adds that handler to Cake's task.</remarks>
public abstract class FrostingTask<T> : IFrostingTask
    where T : ICakeContext
{
    public virtual void Run(T context)
    {
    }

    /// <summary>Whether the task runs; asked after its dependencies have run.</summary>
    public virtual bool ShouldRun(T context) => true;

    /// <summary>Handles the failure of the task. Returning swallows it: what depends on the task still runs.</summary>
    public virtual void OnError(Exception exception, T context)
    {
    }

    public virtual void Finally(T context)
    {
    }

    Task IFrostingTask.RunAsync(ICakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        Run((T)context);
        return Task.CompletedTask;
    }

    bool IFrostingTask.ShouldRun(ICakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        return ShouldRun((T)context);
    }

    void IFrostingTask.OnError(Exception exception, ICakeContext context)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(context);

        OnError(exception, (T)context);
    }

    void IFrostingTask.Finally(ICakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        Finally((T)context);
    }
}

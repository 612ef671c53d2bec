using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens once, after the last task or a failure, a failed setup included. Of several registrations the last one is used.</summary>
public abstract class FrostingTeardown<TContext> : IFrostingTeardown
    where TContext : ICakeContext
{
    public abstract void Teardown(TContext context, ITeardownContext info);

    void IFrostingTeardown.Teardown(ICakeContext context, ITeardownContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(info);

        Teardown((TContext)context, info);
    }
}

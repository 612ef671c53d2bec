using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens once, before the first task. Of several registrations the last one is used.</summary>
public abstract class FrostingSetup<TContext> : IFrostingSetup
    where TContext : ICakeContext
{
    public abstract void Setup(TContext context, ISetupContext info);

    void IFrostingSetup.Setup(ICakeContext context, ISetupContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(info);

        Setup((TContext)context, info);
    }
}

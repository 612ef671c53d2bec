using Cake.Core;

namespace Cake.Frosting;

/// <summary>
/// The context of a build that names none, and the base of one that does. It is made once, for <c>--tree</c> and <c>--description</c>
/// too, before the tools are installed: do no I/O in a derived constructor.
/// </summary>
public class FrostingContext : CakeContextAdapter, IFrostingContext
{
    public FrostingContext(ICakeContext context)
        : base(context)
    {
    }
}

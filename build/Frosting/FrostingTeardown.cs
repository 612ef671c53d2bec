using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens once, after the last task or a failure, a failed setup included. Of several registrations the last one is used. On Cake's own context.</summary>
public abstract class FrostingTeardown : FrostingTeardown<ICakeContext>
{
}

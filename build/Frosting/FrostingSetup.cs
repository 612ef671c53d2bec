using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens once, before the first task. Of several registrations the last one is used. On Cake's own context.</summary>
public abstract class FrostingSetup : FrostingSetup<ICakeContext>
{
}

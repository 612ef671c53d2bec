using Cake.Core;

namespace Cake.Frosting;

/// <summary>Setup and teardown of the build, one instance in both roles. On Cake's own context.</summary>
public abstract class FrostingLifetime : FrostingLifetime<ICakeContext>
{
}

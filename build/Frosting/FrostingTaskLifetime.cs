using Cake.Core;

namespace Cake.Frosting;

/// <summary>Setup and teardown of each task, one instance in both roles. On Cake's own context.</summary>
public abstract class FrostingTaskLifetime : FrostingTaskLifetime<ICakeContext>
{
}

using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task that needs nothing of its context but what Cake gives.</summary>
public abstract class FrostingTask : FrostingTask<ICakeContext>
{
}

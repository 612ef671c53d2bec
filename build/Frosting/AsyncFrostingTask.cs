using Cake.Core;

namespace Cake.Frosting;

/// <summary>An asynchronous task that needs nothing of its context but what Cake gives.</summary>
public abstract class AsyncFrostingTask : AsyncFrostingTask<ICakeContext>
{
}

using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens after each task, skipped and failed ones included. Of several registrations the last one is used. On Cake's own context.</summary>
public abstract class FrostingTaskTeardown : FrostingTaskTeardown<ICakeContext>
{
}

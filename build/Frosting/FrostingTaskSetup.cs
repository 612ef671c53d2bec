using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens before each task, skipped ones included. Of several registrations the last one is used. On Cake's own context.</summary>
public abstract class FrostingTaskSetup : FrostingTaskSetup<ICakeContext>
{
}

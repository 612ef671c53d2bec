using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens once, after the last task or a failure, a failed setup included. Of several registrations the last one is used.</summary>
public interface IFrostingTeardown
{
    void Teardown(ICakeContext context, ITeardownContext info);
}

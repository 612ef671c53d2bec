using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens after each task, skipped and failed ones included. Of several registrations the last one is used.</summary>
public interface IFrostingTaskTeardown
{
    void Teardown(ICakeContext context, ITaskTeardownContext info);
}

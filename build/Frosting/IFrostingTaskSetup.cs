using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens before each task, skipped ones included. Of several registrations the last one is used.</summary>
public interface IFrostingTaskSetup
{
    void Setup(ICakeContext context, ITaskSetupContext info);
}

using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens once, before the first task. Of several registrations the last one is used.</summary>
public interface IFrostingSetup
{
    void Setup(ICakeContext context, ISetupContext info);
}

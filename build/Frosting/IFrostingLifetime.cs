namespace Cake.Frosting;

/// <summary>Setup and teardown of the build, one instance in both roles.</summary>
public interface IFrostingLifetime : IFrostingSetup, IFrostingTeardown
{
}

namespace Cake.Frosting;

/// <summary>Setup and teardown of each task, one instance in both roles.</summary>
public interface IFrostingTaskLifetime : IFrostingTaskSetup, IFrostingTaskTeardown
{
}

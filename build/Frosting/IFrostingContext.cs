using Cake.Core;

namespace Cake.Frosting;

/// <summary>The context that every task of the build receives. <c>UseContext</c> names the implementation.</summary>
public interface IFrostingContext : ICakeContext
{
}

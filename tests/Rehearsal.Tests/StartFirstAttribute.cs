using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Slipway.Rehearsal.Tests;

/// <summary>
/// Fixtures that start before all others, in the order in which they are listed. The fixtures of a namespace stay together, so it starts where its
/// first fixture is listed.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class StartFirstAttribute(params Type[] fixtures) : NUnitAttribute, IApplyToTest
{
    private const int NotListed = int.MaxValue;

    /// <summary>Called when the assembly's tree of tests is complete.</summary>
    public void ApplyToTest(Test test) => SetOrder(test);

    /// <returns>The place of the first fixture in this part of the tree.</returns>
    private int SetOrder(ITest part)
    {
        var order = part.Tests.Select(SetOrder).Append(NotListed).Min();
        if (part is TestFixture && Array.IndexOf(fixtures, part.TypeInfo?.Type) is >= 0 and var listed) order = listed;
        if (order != NotListed) part.Properties.Set(PropertyNames.Order, order);
        return order;
    }
}

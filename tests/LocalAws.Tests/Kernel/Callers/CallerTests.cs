using Slipway.LocalAws.Kernel.Callers;

namespace Slipway.LocalAws.Tests.Kernel.Callers;

public sealed class CallerTests
{
    [TestCase(1000u, 1000u, true)]
    [TestCase(0u, 1000u, true)]
    [TestCase(1001u, 1000u, false)]
    [TestCase(1000u, 0u, false)]
    [TestCase(null, 1000u, false)]
    [TestCase(65534u, 65534u, false)]
    public void The_owner_is_who_started_LocalAws_or_root_and_nobody_whom_the_namespace_does_not_tell(uint? user, uint owner, bool isOwner)
    {
        var caller = Caller.Of(user, owner);

        Assert.That((caller.IsOwner, caller.IsTask), Is.EqualTo((isOwner, false)));
    }
}

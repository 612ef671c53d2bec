using Slipway.Pipeline.Commands.SelfTest;

namespace Slipway.Pipeline.Tests.Commands.SelfTest;

public sealed class IgnoredInterruptTests
{
    [TestCase("0000000000000006", true, Description = "SIGINT and SIGQUIT: a background job of a script")]
    [TestCase("0000000000000002", true)]
    [TestCase("0000000000000001", false, Description = "SIGHUP only: nohup in the foreground")]
    [TestCase("0000000000001000", false, Description = "SIGPIPE, which .NET ignores")]
    [TestCase("0000000000000000", false)]
    public void Only_the_bit_of_SIGINT_counts(string signals, bool expected)
    {
        string[] status = ["Name:\tslipway", "SigBlk:\t0000000000000002", $"SigIgn:\t{signals}", "SigCgt:\t0000000000000002"];

        Assert.That(IgnoredInterrupt.IsIn(status), Is.EqualTo(expected));
    }

    [Test]
    public void A_system_that_says_nothing_of_signals_ignores_none() => Assert.That(IgnoredInterrupt.IsIn([]), Is.False);
}

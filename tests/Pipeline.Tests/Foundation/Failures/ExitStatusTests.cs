using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Tests.Foundation.Failures;

public sealed class ExitStatusTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(255)]
    [TestCase(-1)]
    public void A_recorded_failure_is_the_exit_code_whatever_the_host_answers(int host)
    {
        var status = new ExitStatus();

        status.Fail(ExitCodes.RolledBack);

        Assert.That(status.After(host), Is.EqualTo(ExitCodes.RolledBack));
    }

    [Test]
    public void The_first_failure_counts_and_not_that_of_the_clean_up()
    {
        var status = new ExitStatus();

        status.Fail(ExitCodes.Application);
        status.Fail(ExitCodes.Unexpected);

        Assert.That(status.After(1), Is.EqualTo(ExitCodes.Application));
    }

    [TestCase(1)]
    [TestCase(255)]
    [TestCase(-1)]
    public void A_failure_of_the_host_itself_is_unexpected(int host) =>
        Assert.That(new ExitStatus { Finding = ExitCodes.Different }.After(host), Is.EqualTo(ExitCodes.Unexpected));

    [TestCase(0)]
    [TestCase(ExitCodes.Different)]
    public void After_success_the_exit_code_is_what_the_task_found(int finding) =>
        Assert.That(new ExitStatus { Finding = finding }.After(0), Is.EqualTo(finding));
}

using Cake.Core;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;

namespace Slipway.Frosting.Tests;

/// <summary>The package's exit codes. What a build makes of them is its own: see <c>ExitStatus</c> in the pipeline.</summary>
public sealed class ExitCodeTests
{
    private static readonly TestCaseData[] Failures =
    [
        new TestCaseData(new CakeException(2, "configuration")).SetName("The_engine_wraps_the_exception_of_a_task_so_that_its_own_exit_code_is_lost"),
        new TestCaseData(new CakeException(143, "terminated")).SetName("The_code_of_a_signal_is_lost_in_the_same_way"),
        new TestCaseData(new InvalidOperationException("unexpected")).SetName("Any_other_exception_stands_for_1"),
        new TestCaseData(new AggregateException(new CakeException(4, "one"), new CakeException(5))).SetName("Several_failures_of_one_task_stand_for_1"),
    ];

    [TestCaseSource(nameof(Failures))]
    public void A_failure_in_a_task(Exception failure) =>
        Assert.That(new Build().Task<Failing>().Services(services => services.AddSingleton(failure)).Run().ExitCode, Is.EqualTo(1));

    [Test]
    public void A_failure_in_setup_ends_the_build_with_1()
    {
        var outcome = new Build().Task<Idle>().Services(services => services.AddSingleton<Exception>(new CakeException(3)).UseSetup<FailingSetup>()).Run("--target=Idle");

        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_failure_in_teardown_after_success_is_not_wrapped_and_keeps_its_exit_code()
    {
        var outcome = new Build().Task<Idle>().Services(services => services.AddSingleton<Exception>(new CakeException(8)).UseTeardown<FailingTeardown>()).Run("--target=Idle");

        Assert.That(outcome.ExitCode, Is.EqualTo(8));
    }

    [Test]
    public void A_failure_in_the_constructor_of_the_context_ends_the_build_with_its_exit_code_and_is_logged()
    {
        var outcome = new Build().Task<Idle>().Services(services => services.UseContext<FailingContext>()).Run("--target=Idle");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: slipway.yml:3:5: unknown key" }));
        Assert.That(outcome.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public void A_failure_in_the_constructor_of_a_task_that_is_not_asked_for_ends_the_build()
    {
        var outcome = new Build().Task<Idle>().Task<Unmade>().Run("--target=Idle");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: not made" }));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_failure_during_a_dry_run_ends_it_with_1()
    {
        var outcome = new Build().Task<Idle>().Services(services => services.AddSingleton<Exception>(new CakeException(3)).UseSetup<FailingSetup>()).Run("--target=Idle", "--dryrun");

        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [TaskName("Default")]
    private sealed class Failing(Exception failure) : FrostingTask
    {
        public override void Run(ICakeContext context) => throw failure;
    }

    private sealed class Idle(Journal journal) : RecordedTask(journal);

    private sealed class Unmade : FrostingTask
    {
        public Unmade() => throw new InvalidOperationException("not made");
    }

    private sealed class FailingContext : FrostingContext
    {
        public FailingContext(ICakeContext context)
            : base(context) => throw new CakeException(2, "slipway.yml:3:5: unknown key");
    }

    private sealed class FailingSetup(Exception failure) : FrostingSetup
    {
        public override void Setup(ICakeContext context, ISetupContext info) => throw failure;
    }

    private sealed class FailingTeardown(Exception failure) : FrostingTeardown
    {
        public override void Teardown(ICakeContext context, ITeardownContext info) => throw failure;
    }
}

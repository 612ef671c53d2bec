using Cake.Core;
using Cake.Frosting;

namespace Slipway.Frosting.Tests;

public sealed class ErrorTests
{
    [Test]
    public void A_task_that_fails_ends_the_build_and_what_depends_on_it_does_not_run()
    {
        var outcome = new Build().Task<Broken>().Task<AfterBroken>().Run("--target=AfterBroken");

        Assert.That(outcome.Journal, Is.Empty);
        Assert.That(outcome.Errors, Is.EqualTo(new[] { "An error occurred when executing task 'Broken'.", "Error: no compiler" }));
        Assert.That(outcome.Report, Is.EqualTo(new[] { "Broken Failed" }));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void The_whole_exception_is_logged_at_diagnostic_verbosity()
    {
        var outcome = new Build().Task<Broken>().Run("--target=Broken", "--verbosity=diagnostic");

        Assert.That(outcome.Errors.Last(), Does.StartWith("Error: Cake.Core.CakeReportException: no compiler\n ---> System.InvalidOperationException: no compiler\n   at "));
    }

    [Test]
    public void An_error_handler_that_returns_swallows_the_failure_and_the_report_shows_it()
    {
        var outcome = new Build().Task<Forgiving>().Task<AfterForgiving>().Run("--target=AfterForgiving");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "handled no luck", "AfterForgiving" }));
        Assert.That(outcome.Errors, Is.EqualTo(new[] { "An error occurred when executing task 'Forgiving'." }));
        Assert.That(outcome.Report, Is.EqualTo(new[] { "Forgiving Failed", "AfterForgiving Executed" }));
        Assert.That(outcome.ExitCode, Is.Zero);
    }

    [Test]
    public void An_error_handler_that_throws_replaces_the_failure_which_is_logged()
    {
        var outcome = new Build().Task<Translating>().Run("--target=Translating");

        Assert.That(
            outcome.Errors,
            Is.EqualTo(new[] { "An error occurred when executing task 'Translating'.", "Error: obscure", "Error: clear" }));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void ContinueOnError_lets_the_build_continue()
    {
        var outcome = new Build().Task<Optional>().Task<AfterOptional>().Run("--target=AfterOptional");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "AfterOptional" }));
        Assert.That(outcome.Report, Is.EqualTo(new[] { "Optional Failed", "AfterOptional Executed" }));
        Assert.That(outcome.ExitCode, Is.Zero);
    }

    [Test]
    public void ContinueOnError_and_an_error_handler_together_fail_the_whole_build()
    {
        var outcome = new Build().Task<Undecided>().Task<Fine>().Run("--target=Fine");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: There can only be one error handler per task." }));
        Assert.That(outcome.Journal, Is.Empty);
    }

    [Test]
    public void The_finally_handler_runs_after_the_error_handler_and_before_task_teardown()
    {
        var outcome = new Build().Task<Careful>().Services(services => services.UseTaskTeardown<TaskTeardown>()).Run("--target=Careful");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "error", "finally", "after Careful thrown=dropped" }));
    }

    [Test]
    public void The_finally_handler_runs_after_success_too()
    {
        var outcome = new Build().Task<Fine>().Run("--target=Fine");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "Fine", "finally" }));
    }

    [Test]
    public void Task_teardown_learns_of_the_failure()
    {
        var outcome = new Build().Task<Broken>().Services(services => services.UseTaskTeardown<TaskTeardown>()).Run("--target=Broken");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "after Broken thrown=no compiler" }));
    }

    [Test]
    public void The_failures_of_an_aggregate_are_printed_as_its_own_message()
    {
        var outcome = new Build().Task<Manifold>().Run("--target=Manifold");

        Assert.That(outcome.Errors.Last(), Is.EqualTo("Error: One or more errors occurred. (one) (two)"));
    }

    private sealed class Broken : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new InvalidOperationException("no compiler");
    }

    [IsDependentOn(typeof(Broken))]
    private sealed class AfterBroken(Journal journal) : RecordedTask(journal);

    private sealed class Forgiving(Journal journal) : AsyncFrostingTask
    {
        public override async Task RunAsync(ICakeContext context)
        {
            await Task.Yield();
            throw new InvalidOperationException("no luck");
        }

        public override void OnError(Exception exception, ICakeContext context) => journal.Add($"handled {exception.Message}");
    }

    [IsDependentOn(typeof(Forgiving))]
    private sealed class AfterForgiving(Journal journal) : RecordedTask(journal);

    private sealed class Translating : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new InvalidOperationException("obscure");

        public override void OnError(Exception exception, ICakeContext context) => throw new CakeException(5, "clear");
    }

    [ContinueOnError]
    private sealed class Optional : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new InvalidOperationException("never mind");
    }

    [IsDependentOn(typeof(Optional))]
    private sealed class AfterOptional(Journal journal) : RecordedTask(journal);

    [ContinueOnError]
    private sealed class Undecided(Journal journal) : RecordedTask(journal)
    {
        public override void OnError(Exception exception, ICakeContext context) => Journal.Add("error");
    }

    private sealed class Fine(Journal journal) : RecordedTask(journal)
    {
        public override void Finally(ICakeContext context) => Journal.Add("finally");
    }

    private sealed class Careful(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new InvalidOperationException("dropped");

        public override void OnError(Exception exception, ICakeContext context) => journal.Add("error");

        public override void Finally(ICakeContext context) => journal.Add("finally");
    }

    private sealed class Manifold : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new AggregateException(new InvalidOperationException("one"), new InvalidOperationException("two"));
    }

    private sealed class TaskTeardown(Journal journal) : FrostingTaskTeardown
    {
        public override void Teardown(ICakeContext context, ITaskTeardownContext info) =>
            journal.Add($"after {info.Task.Name} thrown={info.ThrownException?.Message}");
    }
}

using Cake.Core;
using Cake.Frosting;

namespace Slipway.Frosting.Tests;

public sealed class LifetimeTests
{
    [Test]
    public void Setup_and_teardown_surround_the_tasks_and_task_setup_and_teardown_each_task()
    {
        var outcome = new Build().Task<Clean>().Task<Compile>()
            .Services(services => services.UseLifetime<Lifetime>().UseTaskLifetime<TaskLifetime>())
            .Run("--target=Compile");

        Assert.That(
            outcome.Journal,
            Is.EqualTo(new[]
            {
                "setup 1: Compile of Clean, Compile",
                "before Clean", "Clean", "after Clean successful=True skipped=False",
                "before Compile", "Compile", "after Compile successful=True skipped=False",
                "teardown 1: successful=True thrown=",
            }));
        Assert.That(outcome.Report, Is.EqualTo(new[] { "Setup Executed", "Clean Executed", "Compile Executed", "Teardown Executed" }));
    }

    [Test]
    public void Separate_setups_and_teardowns_are_used_and_of_several_the_last()
    {
        var outcome = new Build().Task<Clean>()
            .Services(services => services
                .UseLifetime<Lifetime>()
                .UseTaskLifetime<TaskLifetime>()
                .UseSetup<OtherSetup>()
                .UseTeardown<OtherTeardown>()
                .UseTaskSetup<OtherTaskSetup>()
                .UseTaskTeardown<OtherTaskTeardown>())
            .Run("--target=Clean");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "other setup", "other before Clean", "Clean", "other after Clean", "other teardown" }));
    }

    [Test]
    public void When_setup_fails_no_task_runs_and_teardown_learns_why()
    {
        var outcome = new Build().Task<Clean>()
            .Services(services => services.UseLifetime<Lifetime>().UseSetup<BrokenSetup>())
            .Run("--target=Clean");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "teardown 0: successful=False thrown=no engine" }));
        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: no engine" }));
        Assert.That(outcome.Report, Is.EqualTo(new[] { "Teardown Executed" }));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void When_teardown_fails_after_success_the_build_fails_and_no_report_is_printed()
    {
        var outcome = new Build().Task<Clean>().Services(services => services.UseTeardown<BrokenTeardown>()).Run("--target=Clean");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "Clean" }));
        Assert.That(outcome.Errors.First(), Is.EqualTo("An error occurred in a custom teardown action."));
        Assert.That(outcome.Errors.Last(), Is.EqualTo("Error: cannot tidy"));
        Assert.That(outcome.Report, Is.Empty);
        Assert.That(outcome.ExitCode, Is.EqualTo(9));
    }

    [Test]
    public void When_teardown_fails_after_a_failure_the_first_error_wins()
    {
        var outcome = new Build().Task<Broken>().Services(services => services.UseTeardown<BrokenTeardown>()).Run("--target=Broken");

        Assert.That(outcome.Errors, Has.Member("An error occurred in a custom teardown action."));
        Assert.That(outcome.Errors.Last(), Is.EqualTo("Error: no compiler"));
        Assert.That(outcome.Report, Is.EqualTo(new[] { "Broken Failed", "Teardown Executed" }));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void Teardown_learns_of_a_task_that_failed()
    {
        var outcome = new Build().Task<Broken>().Services(services => services.UseLifetime<Lifetime>()).Run("--target=Broken");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "setup 1: Broken of Broken", "teardown 1: successful=False thrown=no compiler" }));
    }

    [Test]
    public void When_task_setup_fails_task_teardown_runs_and_the_finally_handler_does_not()
    {
        var outcome = new Build().Task<Tidy>()
            .Services(services => services.UseTaskLifetime<TaskLifetime>().UseTaskSetup<BrokenTaskSetup>())
            .Run("--target=Tidy");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "after Tidy successful=False skipped=False" }));
        Assert.That(outcome.Errors.Last(), Is.EqualTo("Error: no room"));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    private sealed class Clean(Journal journal) : RecordedTask(journal);

    [IsDependentOn(typeof(Clean))]
    private sealed class Compile(Journal journal) : RecordedTask(journal);

    private sealed class Broken : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new CakeException(7, "no compiler");
    }

    private sealed class Tidy(Journal journal) : RecordedTask(journal)
    {
        public override void Finally(ICakeContext context) => Journal.Add("finally");
    }

    private sealed class Lifetime(Journal journal) : FrostingLifetime
    {
        private int _setups;

        public override void Setup(ICakeContext context, ISetupContext info) =>
            journal.Add($"setup {++_setups}: {info.TargetTask.Name} of {string.Join(", ", info.TasksToExecute.Select(task => task.Name))}");

        public override void Teardown(ICakeContext context, ITeardownContext info) =>
            journal.Add($"teardown {_setups}: successful={info.Successful} thrown={info.ThrownException?.Message}");
    }

    private sealed class TaskLifetime(Journal journal) : FrostingTaskLifetime
    {
        public override void Setup(ICakeContext context, ITaskSetupContext info) => journal.Add($"before {info.Task.Name}");

        public override void Teardown(ICakeContext context, ITaskTeardownContext info) =>
            journal.Add($"after {info.Task.Name} successful={info.Successful} skipped={info.Skipped}");
    }

    private sealed class OtherSetup(Journal journal) : FrostingSetup
    {
        public override void Setup(ICakeContext context, ISetupContext info) => journal.Add("other setup");
    }

    private sealed class OtherTeardown(Journal journal) : FrostingTeardown
    {
        public override void Teardown(ICakeContext context, ITeardownContext info) => journal.Add("other teardown");
    }

    private sealed class OtherTaskSetup(Journal journal) : FrostingTaskSetup
    {
        public override void Setup(ICakeContext context, ITaskSetupContext info) => journal.Add($"other before {info.Task.Name}");
    }

    private sealed class OtherTaskTeardown(Journal journal) : FrostingTaskTeardown
    {
        public override void Teardown(ICakeContext context, ITaskTeardownContext info) => journal.Add($"other after {info.Task.Name}");
    }

    private sealed class BrokenSetup : FrostingSetup
    {
        public override void Setup(ICakeContext context, ISetupContext info) => throw new CakeException(3, "no engine");
    }

    private sealed class BrokenTeardown : FrostingTeardown
    {
        public override void Teardown(ICakeContext context, ITeardownContext info) => throw new CakeException(9, "cannot tidy");
    }

    private sealed class BrokenTaskSetup : FrostingTaskSetup
    {
        public override void Setup(ICakeContext context, ITaskSetupContext info) => throw new InvalidOperationException("no room");
    }
}

using Cake.Core;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Slipway.Frosting.Tests;

public sealed class CriteriaTests
{
    [Test]
    public void A_dependency_whose_criterion_is_false_is_skipped_and_what_depends_on_it_still_runs()
    {
        var outcome = new Build().Task<Migrate>().Task<Deploy>().Services(services => services.UseTaskLifetime<TaskLifetime>()).Run("--target=Deploy");

        Assert.That(
            outcome.Journal,
            Is.EqualTo(new[] { "before Migrate", "after Migrate skipped=True", "before Deploy", "Deploy", "after Deploy skipped=False" }));
        Assert.That(outcome.Report, Is.EqualTo(new[] { "Migrate Skipped", "Deploy Executed" }));
        Assert.That(outcome.ExitCode, Is.Zero);
    }

    [Test]
    public void A_target_whose_criterion_is_false_fails_with_its_reason_after_its_dependencies_ran()
    {
        var outcome = new Build().Task<Clean>().Task<Publish>().Run("--target=Publish");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "Clean" }));
        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: Could not reach target 'Publish' since it was skipped due to a criteria: not on main." }));
        Assert.That(outcome.Report, Is.EqualTo(new[] { "Clean Executed" }));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_target_that_gives_no_reason_fails_without_one()
    {
        var outcome = new Build().Task<Silent>().Run("--target=Silent");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: Could not reach target 'Silent' since it was skipped due to a criteria." }));
    }

    [Test]
    public void A_message_counts_only_when_the_task_lists_the_interface_again()
    {
        var outcome = new Build().Task<Forgetful>().Run("--target=Forgetful");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: Could not reach target 'Forgetful' since it was skipped due to a criteria." }));
    }

    [TestCase("normal", new string[0])]
    [TestCase("verbose", new[] { "Verbose: Skipping task: not here" })]
    public void The_reason_of_a_skipped_dependency_is_logged_from_verbose_on(string verbosity, string[] expected)
    {
        var outcome = new Build().Task<Migrate>().Task<Deploy>().Run("--target=Deploy", $"--verbosity={verbosity}");

        Assert.That(outcome.Log.Where(line => line.Contains("not here", StringComparison.Ordinal)), Is.EqualTo(expected));
    }

    [Test]
    public void The_report_says_why_a_task_was_skipped()
    {
        var outcome = new Build().Task<Migrate>().Task<Deploy>()
            .Services(services => services.AddSingleton<ICakeReportPrinter>(_ => new Cake.Cli.CakeSpectreReportPrinter(AnsiConsole.Console)))
            .Run("--target=Deploy");

        var row = outcome.Console.Split('\n').Single(line => line.TrimStart().StartsWith("Migrate  ", StringComparison.Ordinal));
        Assert.That(row.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Is.EqualTo(new[] { "Migrate", "-", "Skipped", "not here" }));
    }

    [Test]
    public void A_criterion_is_asked_after_the_dependencies_have_run()
    {
        var outcome = new Build().Task<Clean>().Task<Watchful>().Run("--target=Watchful");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "Clean", "Watchful after 1", "Watchful" }));
    }

    private sealed class Clean(Journal journal) : RecordedTask(journal);

    private sealed class Migrate(Journal journal) : RecordedTask(journal), IFrostingTask
    {
        public string SkippedMessage => "not here";

        public override bool ShouldRun(ICakeContext context) => false;
    }

    [IsDependentOn(typeof(Migrate))]
    private sealed class Deploy(Journal journal) : RecordedTask(journal);

    [IsDependentOn(typeof(Clean))]
    private sealed class Publish(Journal journal) : RecordedTask(journal), IFrostingTask
    {
        public string SkippedMessage => "not on main";

        public override bool ShouldRun(ICakeContext context) => false;
    }

    private sealed class Silent(Journal journal) : RecordedTask(journal)
    {
        public override bool ShouldRun(ICakeContext context) => false;
    }

    private sealed class Forgetful(Journal journal) : RecordedTask(journal)
    {
        public string SkippedMessage => "nobody reads this";

        public override bool ShouldRun(ICakeContext context) => false;
    }

    [IsDependentOn(typeof(Clean))]
    private sealed class Watchful(Journal journal) : RecordedTask(journal)
    {
        public override bool ShouldRun(ICakeContext context)
        {
            Journal.Add($"Watchful after {Journal.Entries.Count}");
            return true;
        }
    }

    private sealed class TaskLifetime(Journal journal) : FrostingTaskLifetime
    {
        public override void Setup(ICakeContext context, ITaskSetupContext info) => journal.Add($"before {info.Task.Name}");

        public override void Teardown(ICakeContext context, ITaskTeardownContext info) => journal.Add($"after {info.Task.Name} skipped={info.Skipped}");
    }
}

using Cake.Core;
using Cake.Frosting;

namespace Slipway.Frosting.Tests;

public sealed class OrderTests
{
    [Test]
    public void A_task_runs_after_its_dependencies_in_the_order_of_the_attributes()
    {
        var outcome = new Build().Task<Package>().Task<Compile>().Task<Lint>().Task<Clean>().Run("--target=Package");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "Lint", "Clean", "Compile", "Package" }));
        Assert.That(outcome.ExitCode, Is.Zero);
    }

    [Test]
    public void The_report_lists_the_tasks_in_the_order_they_ran()
    {
        var outcome = new Build().Task<Package>().Task<Compile>().Task<Lint>().Task<Clean>().Run("--target=Package");

        Assert.That(outcome.Report, Is.EqualTo(new[] { "Lint Executed", "Clean Executed", "Compile Executed", "Package Executed" }));
    }

    [Test]
    public void A_dependency_that_two_tasks_share_runs_once()
    {
        var outcome = new Build().Task<Clean>().Task<Compile>().Task<Docs>().Task<Everything>().Run("--target=Everything");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "Clean", "Compile", "Docs", "Everything" }));
    }

    [Test]
    public void A_reverse_dependency_runs_before_the_task_that_does_not_know_of_it_and_after_that_tasks_own_dependencies()
    {
        var outcome = new Build().Task<Clean>().Task<Compile>().Task<BeforeCompile>().Run("--target=Compile");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "Clean", "BeforeCompile", "Compile" }));
    }

    [Test]
    public void Dependencies_are_inherited_from_a_base_class()
    {
        var outcome = new Build().Task<Clean>().Task<CompileAgain>().Run("--target=CompileAgain");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "Clean", "CompileAgain" }));
    }

    [Test]
    public void Only_what_the_target_needs_runs()
    {
        var outcome = new Build().Task<Clean>().Task<Compile>().Task<Lint>().Run("--target=Clean");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "Clean" }));
    }

    [Test]
    public void The_target_is_Default_when_none_is_given()
    {
        var outcome = new Build().Task<Lint>().Task<Default>().Run();

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "Default" }));
    }

    [Test]
    public void Names_are_compared_without_case_and_come_from_the_attribute_first()
    {
        var outcome = new Build().Task<Renamed>().Run("--target=WEB-SITE");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "Renamed" }));
        Assert.That(outcome.Report, Is.EqualTo(new[] { "web-site Executed" }));
    }

    [Test]
    public void Two_tasks_of_one_name_are_refused_before_anything_runs()
    {
        var outcome = new Build().Task<Renamed>().Task<RenamedToo>().Run("--target=web-site");

        Assert.That(outcome.Journal, Is.Empty);
        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: Another task with the name 'WEB-site' has already been added." }));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_dependency_listed_twice_is_refused()
    {
        var outcome = new Build().Task<Clean>().Task<Stutter>().Run("--target=Clean");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: The task 'Stutter' already have a dependency on 'Clean'." }));
        Assert.That(outcome.Journal, Is.Empty);
    }

    [Test]
    public void A_dependency_on_a_class_that_is_no_task_fails_the_build_whatever_the_target()
    {
        var outcome = new Build().Task<Clean>().Task<NeedsText>().Run("--target=Clean");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: The dependency 'String' is not a valid task." }));
        Assert.That(outcome.Journal, Is.Empty);
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_reverse_dependency_of_a_class_that_is_no_task_fails_the_build_whatever_the_target()
    {
        var outcome = new Build().Task<Clean>().Task<BeforeText>().Run("--target=Clean");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: The reverse dependency 'String' is not a valid task." }));
        Assert.That(outcome.Journal, Is.Empty);
    }

    [Test]
    public void A_dependency_that_is_not_registered_is_named()
    {
        var outcome = new Build().Task<Compile>().Run("--target=Compile");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: Task 'Compile' is dependent on task 'Clean' which does not exist." }));
    }

    [Test]
    public void A_reverse_dependency_of_a_task_that_is_not_registered_is_named()
    {
        var outcome = new Build().Task<BeforeCompile>().Run("--target=BeforeCompile");

        Assert.That(
            outcome.Errors,
            Is.EqualTo(new[] { "Error: Task 'BeforeCompile' has specified that it's a dependency for task 'Compile' which does not exist." }));
    }

    [Test]
    public void A_task_that_depends_on_itself_is_refused()
    {
        var outcome = new Build().Task<Selfish>().Run("--target=Selfish");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: Reflexive edges in graph are not allowed." }));
    }

    [Test]
    public void Two_tasks_that_depend_on_each_other_are_refused_and_named()
    {
        var outcome = new Build().Task<Left>().Task<Right>().Run("--target=Left");

        Assert.That(
            outcome.Errors,
            Is.EqualTo(new[] { "Error: Unidirectional edges in graph are not allowed.\n\"Right\" and \"Left\" cannot depend on each other." }));
    }

    [Test]
    public void A_longer_cycle_is_refused()
    {
        var outcome = new Build().Task<One>().Task<Two>().Task<Three>().Run("--target=One");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: Graph contains circular references." }));
        Assert.That(outcome.Journal, Is.Empty);
    }

    [Test]
    public void An_unknown_target_is_named_and_neither_setup_nor_teardown_runs()
    {
        var outcome = new Build().Task<Clean>().Services(services => services.UseLifetime<Lifetime>()).Run("--target=Claen");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: The target 'Claen' was not found." }));
        Assert.That(outcome.Journal, Is.Empty);
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void Unknown_targets_are_all_named()
    {
        var outcome = new Build().Task<Clean>().Run("--target=Claen", "--target=Clean", "--target=Lnit");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: The targets 'Claen', 'Lnit' were not found." }));
        Assert.That(outcome.Journal, Is.Empty);
    }

    private sealed class Default(Journal journal) : RecordedTask(journal);

    private sealed class Clean(Journal journal) : RecordedTask(journal);

    private sealed class Lint(Journal journal) : RecordedTask(journal);

    [IsDependentOn(typeof(Clean))]
    private class Compile(Journal journal) : RecordedTask(journal);

    private sealed class CompileAgain(Journal journal) : Compile(journal);

    [IsDependentOn(typeof(Clean))]
    private sealed class Docs(Journal journal) : RecordedTask(journal);

    [IsDependentOn(typeof(Lint))]
    [IsDependentOn(typeof(Compile))]
    private sealed class Package(Journal journal) : RecordedTask(journal);

    [IsDependentOn(typeof(Compile))]
    [IsDependentOn(typeof(Docs))]
    private sealed class Everything(Journal journal) : RecordedTask(journal);

    [IsDependeeOf(typeof(Compile))]
    private sealed class BeforeCompile(Journal journal) : RecordedTask(journal);

    [TaskName("web-site")]
    private sealed class Renamed(Journal journal) : RecordedTask(journal);

    [TaskName("WEB-site")]
    private sealed class RenamedToo(Journal journal) : RecordedTask(journal);

    [IsDependentOn(typeof(Clean))]
    [IsDependentOn(typeof(Clean))]
    private sealed class Stutter(Journal journal) : RecordedTask(journal);

    [IsDependentOn(typeof(string))]
    private sealed class NeedsText(Journal journal) : RecordedTask(journal);

    [IsDependeeOf(typeof(string))]
    private sealed class BeforeText(Journal journal) : RecordedTask(journal);

    [IsDependentOn(typeof(Selfish))]
    private sealed class Selfish(Journal journal) : RecordedTask(journal);

    [IsDependentOn(typeof(Right))]
    private sealed class Left(Journal journal) : RecordedTask(journal);

    [IsDependentOn(typeof(Left))]
    private sealed class Right(Journal journal) : RecordedTask(journal);

    [IsDependentOn(typeof(Two))]
    private sealed class One(Journal journal) : RecordedTask(journal);

    [IsDependentOn(typeof(Three))]
    private sealed class Two(Journal journal) : RecordedTask(journal);

    [IsDependentOn(typeof(One))]
    private sealed class Three(Journal journal) : RecordedTask(journal);

    private sealed class Lifetime(Journal journal) : FrostingLifetime
    {
        public override void Setup(ICakeContext context, ISetupContext info) => journal.Add("setup");

        public override void Teardown(ICakeContext context, ITeardownContext info) => journal.Add("teardown");
    }
}

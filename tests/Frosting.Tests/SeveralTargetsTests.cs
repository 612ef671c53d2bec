using Cake.Core;
using Cake.Frosting;

namespace Slipway.Frosting.Tests;

public sealed class SeveralTargetsTests
{
    [Test]
    public void Several_targets_share_one_graph_so_that_a_shared_dependency_runs_once()
    {
        var outcome = Build().Run("--target=Docs", "-t", "Compile", "--Target", "Lint");

        // Of the tasks that could run next the engine takes the first by name, not the first on the command line.
        Assert.That(outcome.Journal, Is.EqualTo(new[] { "setup Docs of Clean, Compile, Docs, Lint", "Clean", "Compile", "Docs", "Lint", "teardown" }));
        Assert.That(outcome.ExitCode, Is.Zero);
    }

    [Test]
    public void A_target_given_twice_runs_once()
    {
        var outcome = Build().Run("--target=Docs", "--target=docs");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "setup Docs of Clean, Docs", "Clean", "Docs", "teardown" }));
    }

    [Test]
    public void Exclusive_runs_the_targets_only_and_setup_still_lists_their_dependencies()
    {
        var outcome = Build().Run("--target=Docs", "--target=Compile", "--exclusive");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "setup Docs of Clean, Compile, Docs", "Compile", "Docs", "teardown" }));
    }

    [Test]
    public void Exclusive_with_one_target_runs_it_without_its_dependencies()
    {
        var outcome = Build().Run("--target=Compile", "-e");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "setup Compile of Clean, Compile", "Compile", "teardown" }));
        Assert.That(outcome.Report, Is.EqualTo(new[] { "Setup Executed", "Compile Executed", "Teardown Executed" }));
    }

    [Test]
    public void The_setting_of_Cake_gives_each_target_a_graph_of_its_own_again()
    {
        var outcome = Build().Run("--target=Docs", "--target=Compile", "--Settings_UnifiedDependencyGraphForMultipleTargets=false");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "setup Docs of Clean, Docs", "Clean", "Docs", "Clean", "Compile", "teardown" }));
    }

    private static Build Build() =>
        new Build().Task<Clean>().Task<Lint>().Task<Compile>().Task<Docs>().Services(services => services.UseLifetime<Lifetime>());

    private sealed class Clean(Journal journal) : RecordedTask(journal);

    private sealed class Lint(Journal journal) : RecordedTask(journal);

    [IsDependentOn(typeof(Clean))]
    private sealed class Compile(Journal journal) : RecordedTask(journal);

    [IsDependentOn(typeof(Clean))]
    private sealed class Docs(Journal journal) : RecordedTask(journal);

    private sealed class Lifetime(Journal journal) : FrostingLifetime
    {
        public override void Setup(ICakeContext context, ISetupContext info) =>
            journal.Add($"setup {info.TargetTask.Name} of {string.Join(", ", info.TasksToExecute.Select(task => task.Name))}");

        public override void Teardown(ICakeContext context, ITeardownContext info) => journal.Add("teardown");
    }
}

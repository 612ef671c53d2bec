using Cake.Cli;
using Cake.Core;
using Cake.Frosting;

namespace Slipway.Frosting.Tests;

public sealed class ModeTests
{
    [TestCase("--dryrun")]
    [TestCase("--noop")]
    [TestCase("--whatif")]
    public void A_dry_run_numbers_the_tasks_and_runs_only_setup_teardown_and_criteria(string option)
    {
        var outcome = Build().Run("--target=Deploy", option);

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "setup", "asked Migrate", "asked Deploy", "teardown" }));
        Assert.That(
            outcome.Log,
            Is.EqualTo(new[]
            {
                "Information: Performing dry run...", "Information: Target is: Deploy", "Information: ",
                "Information: 1. Compile", "Information: 2. Deploy",
                "Information: ", "Information: This was a dry run.", "Information: No tasks were actually executed.",
            }));
        Assert.That(outcome.Report, Is.Empty);
        Assert.That(outcome.ExitCode, Is.Zero);
    }

    [Test]
    public void A_dry_run_of_several_targets_names_them_all()
    {
        var outcome = Build().Run("--target=Migrated", "--target=Compile", "--dryrun");

        Assert.That(outcome.Log[1], Is.EqualTo("Information: Targets are: Migrated, Compile"));
    }

    [Test]
    public void A_dry_run_of_a_target_that_would_be_skipped_fails()
    {
        var outcome = Build().Run("--target=Migrate", "--dryrun");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: Could not reach target 'Migrate' since it was skipped due to a criteria." }));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_dry_run_of_an_unknown_target_fails()
    {
        var outcome = Build().Run("--target=Depoly", "--dryrun");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: The target 'Depoly' was not found." }));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [TestCase("--tree")]
    [TestCase("--showtree")]
    public void The_tree_shows_what_depends_on_what_and_runs_nothing(string option)
    {
        var outcome = Build().Run(option, "--target=no-such-target");

        Assert.That(
            outcome.Console,
            Is.EqualTo("""
                Deploy
                ├─Compile
                └─Migrate

                Migrated
                └─Migrate
                """));
        Assert.That(outcome.Journal, Is.Empty);
        Assert.That(outcome.ExitCode, Is.Zero);
    }

    [TestCase("--description")]
    [TestCase("--descriptions")]
    [TestCase("--showdescription")]
    [TestCase("--showdescriptions")]
    public void The_description_is_a_table_and_runs_nothing(string option)
    {
        var outcome = Build().Run(option, "--target=no-such-target");

        var rows = outcome.Console.Split('\n').Select(row => string.Join('|', row.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
        Assert.That(
            rows.Where(row => !row.StartsWith('━')),
            Is.EqualTo(new[] { "Task|Description", "Compile", "Migrate|Bring the database up to date", "Deploy", "Migrated" }));
        Assert.That(outcome.Journal, Is.Empty);
        Assert.That(outcome.ExitCode, Is.Zero);
    }

    [TestCase("--version")]
    [TestCase("--ver")]
    public void The_version_is_the_one_that_Cake_resolves_and_no_context_is_made(string option)
    {
        var outcome = Build().Services(services => services.UseContext<UnmadeContext>()).Run(option, "--working=/no/such/directory");

        Assert.That(outcome.Console, Is.EqualTo(new VersionResolver().GetVersion()));
        Assert.That(outcome.ExitCode, Is.Zero);
    }

    [Test]
    public void The_info_names_the_version_and_no_context_is_made()
    {
        var outcome = Build().Services(services => services.UseContext<UnmadeContext>()).Run("--info");

        Assert.That(outcome.Console, Does.Contain($"Version: {new VersionResolver().GetVersion()}\nDetails: {new VersionResolver().GetProductVersion()}"));
        Assert.That(outcome.ExitCode, Is.Zero);
    }

    [Test]
    public void The_version_goes_before_every_other_mode()
    {
        var outcome = Build().Run("--description", "--tree", "--dryrun", "--info", "--version");

        Assert.That(outcome.Console, Is.EqualTo(new VersionResolver().GetVersion()));
        Assert.That(outcome.Journal, Is.Empty);
    }

    [Test]
    public void The_tree_goes_before_the_description()
    {
        var outcome = Build().Run("--description", "--tree");

        Assert.That(outcome.Console, Does.StartWith("Deploy\n├─Compile"));
    }

    [Test]
    public void A_dry_run_goes_before_the_tree()
    {
        var outcome = Build().Run("--tree", "--description", "--dryrun", "--target=Compile");

        Assert.That(outcome.Log[0], Is.EqualTo("Information: Performing dry run..."));
    }

    [Test]
    public void A_mode_that_is_switched_off_does_not_count()
    {
        var outcome = Build().Run("--dryrun=false", "--tree", "false", "--target=Compile");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "setup", "before Compile", "Compile", "after Compile", "teardown" }));
    }

    [TestCase("-h")]
    [TestCase("--help")]
    public void Help_lists_the_options_and_exits_with_0(string option)
    {
        var outcome = Build().Services(services => services.UseContext<UnmadeContext>()).Run(option);

        Assert.That(
            outcome.Console.Split('\n').Select(line => line.Trim().Split("  ")[0]).Where(line => line.StartsWith('-')),
            Is.EqualTo(new[]
            {
                "-h, --help", "-t, --target <TARGET>", "-w, --working <PATH>", "-v, --verbosity <VERBOSITY>", "--description", "--tree",
                "--dryrun", "-e, --exclusive", "--version", "--info",
            }));
        Assert.That(outcome.ExitCode, Is.Zero);
    }

    private static Build Build() => new Build().Task<Compile>().Task<Migrate>().Task<Deploy>().Task<Migrated>()
        .Services(services => services.UseLifetime<Lifetime>().UseTaskLifetime<TaskLifetime>());

    private sealed class Compile(Journal journal) : RecordedTask(journal);

    [TaskDescription("Bring the database up to date")]
    private sealed class Migrate(Journal journal) : RecordedTask(journal)
    {
        public override bool ShouldRun(ICakeContext context)
        {
            Journal.Add("asked Migrate");
            return false;
        }
    }

    [IsDependentOn(typeof(Compile))]
    [IsDependentOn(typeof(Migrate))]
    private sealed class Deploy(Journal journal) : RecordedTask(journal)
    {
        public override bool ShouldRun(ICakeContext context)
        {
            Journal.Add("asked Deploy");
            return true;
        }

        public override void Finally(ICakeContext context) => Journal.Add("finally");
    }

    [IsDependentOn(typeof(Migrate))]
    private sealed class Migrated(Journal journal) : RecordedTask(journal);

    private sealed class Lifetime(Journal journal) : FrostingLifetime
    {
        public override void Setup(ICakeContext context, ISetupContext info) => journal.Add("setup");

        public override void Teardown(ICakeContext context, ITeardownContext info) => journal.Add("teardown");
    }

    private sealed class TaskLifetime(Journal journal) : FrostingTaskLifetime
    {
        public override void Setup(ICakeContext context, ITaskSetupContext info) => journal.Add($"before {info.Task.Name}");

        public override void Teardown(ICakeContext context, ITaskTeardownContext info) => journal.Add($"after {info.Task.Name}");
    }

    private sealed class UnmadeContext : FrostingContext
    {
        public UnmadeContext(ICakeContext context)
            : base(context) => throw new InvalidOperationException("made");
    }
}

using Cake.Core;
using Cake.Frosting;

namespace Slipway.Frosting.Tests;

public sealed class ContextTests
{
    [Test]
    public void A_task_gets_the_context_of_the_build_in_every_handler()
    {
        var outcome = new Build().Task<Typed>().Services(services => services.UseContext<ShopContext>()).Run("--target=Typed");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "ShouldRun shop", "RunAsync shop", "OnError shop: closed", "Finally shop" }));
    }

    [Test]
    public void The_lifetimes_get_the_context_of_the_build()
    {
        var outcome = new Build().Task<Any>()
            .Services(services => services.UseContext<ShopContext>().UseLifetime<ShopLifetime>().UseTaskLifetime<ShopTaskLifetime>())
            .Run("--target=Any");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "setup shop", "before Any shop", "Any", "after Any shop", "teardown shop" }));
    }

    [Test]
    public void Of_several_contexts_the_last_is_used()
    {
        var outcome = new Build().Task<NameContext>().Services(services => services.UseContext<ShopContext>().UseContext<OtherContext>()).Run();

        Assert.That(outcome.Journal, Is.EqualTo(new[] { nameof(OtherContext) }));
    }

    [Test]
    public void Without_a_context_of_its_own_a_build_has_the_plain_one()
    {
        var outcome = new Build().Task<NameContext>().Run();

        Assert.That(outcome.Journal, Is.EqualTo(new[] { nameof(FrostingContext) }));
    }

    [Test]
    public void A_task_for_another_context_is_left_out_with_a_warning()
    {
        var outcome = new Build().Task<Typed>().Task<Any>().Run("--target=Any");

        Assert.That(outcome.Log, Is.EqualTo(new[] { $"Warning: Task cannot be used since the context isn't convertible to {typeof(ShopContext).FullName}." }));
        Assert.That(outcome.Journal, Is.EqualTo(new[] { "Any" }));
        Assert.That(outcome.ExitCode, Is.Zero);
    }

    [Test]
    public void A_task_that_was_left_out_cannot_be_a_target()
    {
        var outcome = new Build().Task<Typed>().Run("--target=Typed");

        Assert.That(outcome.Errors, Is.EqualTo(new[] { "Error: The target 'Typed' was not found." }));
    }

    [Test]
    public void The_context_of_a_task_behind_another_class_is_not_checked_before_it_runs()
    {
        var outcome = new Build().Task<Indirect>().Run("--target=Indirect");

        Assert.That(outcome.Report, Is.EqualTo(new[] { "Indirect Failed" }));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    [TestCase("--tree")]
    [TestCase("--description")]
    [TestCase("--dryrun")]
    [TestCase("--verbosity=normal")]
    public void The_context_and_every_task_are_made_once_in_every_mode(string option)
    {
        var outcome = new Build().Task<Made>().Task<MadeToo>().Services(services => services.UseContext<MadeContext>()).Run(option, "--target=MadeToo");

        Assert.That(outcome.Journal, Is.EqualTo(new[] { "context", "Made", "MadeToo" }));
    }

    [Test]
    public void A_task_without_a_Run_of_its_own_is_delegated_to_its_dependencies()
    {
        var outcome = new Build().Task<Any>().Task<Gather>().Task<GatherAsync>().Run("--target=GatherAsync");

        Assert.That(outcome.Report, Is.EqualTo(new[] { "Any Executed", "Gather Delegated", "GatherAsync Delegated" }));
    }

    [Test]
    public void A_class_that_only_implements_the_interface_is_refused()
    {
        var outcome = new Build().Task<Foreign>().Run("--target=Foreign");

        Assert.That(
            outcome.Errors,
            Is.EqualTo(new[] { "Error: This method expects all IFrostingTask to be instances of FrostingTask or AsyncFrostingTask." }));
        Assert.That(outcome.ExitCode, Is.EqualTo(1));
    }

    private sealed class ShopContext(ICakeContext context) : FrostingContext(context)
    {
        public string Name { get; } = "shop";
    }

    private sealed class OtherContext(ICakeContext context) : FrostingContext(context);

    private sealed class MadeContext : FrostingContext
    {
        public MadeContext(ICakeContext context, Journal journal)
            : base(context) => journal.Add("context");
    }

    private sealed class Typed(Journal journal) : AsyncFrostingTask<ShopContext>
    {
        public override bool ShouldRun(ShopContext context)
        {
            journal.Add($"ShouldRun {context.Name}");
            return true;
        }

        public override Task RunAsync(ShopContext context)
        {
            journal.Add($"RunAsync {context.Name}");
            throw new InvalidOperationException("closed");
        }

        public override void OnError(Exception exception, ShopContext context) => journal.Add($"OnError {context.Name}: {exception.Message}");

        public override void Finally(ShopContext context) => journal.Add($"Finally {context.Name}");
    }

    private abstract class ShopTask : FrostingTask<ShopContext>;

    private sealed class Indirect(Journal journal) : ShopTask
    {
        public override void Run(ShopContext context) => journal.Add("Indirect");
    }

    private sealed class Any(Journal journal) : RecordedTask(journal);

    [TaskName("Default")]
    private sealed class NameContext(Journal journal, IFrostingContext injected) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Add(ReferenceEquals(context, injected) ? context.GetType().Name : "two contexts");
    }

    private sealed class Made : FrostingTask
    {
        public Made(Journal journal, IFrostingContext context) => journal.Add(nameof(Made));
    }

    private sealed class MadeToo : FrostingTask
    {
        public MadeToo(Journal journal) => journal.Add(nameof(MadeToo));
    }

    [IsDependentOn(typeof(Any))]
    private sealed class Gather : FrostingTask;

    [IsDependentOn(typeof(Gather))]
    private sealed class GatherAsync : AsyncFrostingTask;

    private sealed class Foreign : IFrostingTask
    {
        public Task RunAsync(ICakeContext context) => Task.CompletedTask;

        public bool ShouldRun(ICakeContext context) => true;

        public void OnError(Exception exception, ICakeContext context)
        {
        }

        public void Finally(ICakeContext context)
        {
        }
    }

    private sealed class ShopLifetime(Journal journal) : FrostingLifetime<ShopContext>
    {
        public override void Setup(ShopContext context, ISetupContext info) => journal.Add($"setup {context.Name}");

        public override void Teardown(ShopContext context, ITeardownContext info) => journal.Add($"teardown {context.Name}");
    }

    private sealed class ShopTaskLifetime(Journal journal) : FrostingTaskLifetime<ShopContext>
    {
        public override void Setup(ShopContext context, ITaskSetupContext info) => journal.Add($"before {info.Task.Name} {context.Name}");

        public override void Teardown(ShopContext context, ITaskTeardownContext info) => journal.Add($"after {info.Task.Name} {context.Name}");
    }
}

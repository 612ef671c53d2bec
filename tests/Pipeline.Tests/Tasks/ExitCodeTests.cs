using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using Slipway.Ecs.Exec;
using Slipway.Ecs.Rollouts;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tasks;

namespace Slipway.Pipeline.Tests.Tasks;

/// <summary>Failures on a real host, whose engine wraps what a task throws, so that the host answers 1 to each of them.</summary>
public sealed class ExitCodeTests
{
    private static readonly TestCaseData[] Failures =
    [
        new TestCaseData(new RunFailedException(ExitCodes.Locked, "locked")).Returns((1, ExitCodes.Locked)).SetName("A_run_that_failed_ends_with_its_code"),
        new TestCaseData(new ConfigurationException("wrong")).Returns((1, ExitCodes.Configuration)).SetName("A_wrong_configuration_ends_with_2"),
        new TestCaseData(new RolloutException(RolloutOutcome.Paused, "paused")).Returns((1, ExitCodes.Paused)).SetName("A_deployment_that_is_paused_where_that_was_waited_for_ends_with_9"),
        new TestCaseData(new SessionException("lost")).Returns((1, ExitCodes.NotRolledBack)).SetName("A_session_that_is_lost_ends_with_7"),
        new TestCaseData(new CakeException(ExitCodes.InProgress, "inner")).Returns((1, ExitCodes.InProgress)).SetName("The_code_of_an_exception_of_Cake_is_kept"),
        new TestCaseData(new InvalidOperationException("odd")).Returns((1, ExitCodes.Unexpected)).SetName("Anything_else_ends_with_1"),
    ];

    [TestCaseSource(nameof(Failures))]
    public (int Host, int Program) A_failure_in_a_task(Exception failure) => Run(failure, services => { });

    [Test]
    public void A_failure_in_setup_ends_with_its_code_before_the_task_runs()
    {
        // There is no slipway.yml.
        var setup = new BuildLifetime(null!, null!, null!, null!, null!, []);

        var codes = Run(new InvalidOperationException("the task ran"), services => services.AddSingleton<IFrostingSetup>(setup));

        Assert.That(codes, Is.EqualTo((1, ExitCodes.Configuration)));
    }

    [Test]
    public void A_clean_up_that_fails_after_a_failure_changes_nothing()
    {
        var codes = Run(new RunFailedException(ExitCodes.Application, "tests failed"), services => services.UseTeardown<FailingTeardown>());

        Assert.That(codes, Is.EqualTo((1, ExitCodes.Application)));
    }

    private static (int Host, int Program) Run(Exception failure, Action<IServiceCollection> more)
    {
        using var interruption = new Interruption();
        var folder = Directory.CreateTempSubdirectory("slipway-exit-");
        try
        {
            var status = new ExitStatus();
            var host = CakeHost.Create()
                .ConfigureServices(services => services
                    .AddSingleton(Arguments.Parse(["--target=Status", "--env=staging"], TaskCatalogue.Targets))
                    .AddSingleton(interruption)
                    .AddSingleton(status)
                    .AddSingleton(new Paths(folder.FullName))
                    .AddSingleton<ICakeLog>(new NullLog())
                    .AddSingleton(Substitute.For<ICakeReportPrinter>())
                    .AddSingleton(failure)
                    .AddSingleton<IFrostingTask, Failing>())
                .UseContext<BuildContext>()
                .ConfigureServices(more)
                .Run(["--target=Status"]);
            return (host, status.After(host));
        }
        finally
        {
            folder.Delete();
        }
    }

    [TaskName("Status")]
    private sealed class Failing(Exception failure) : SlipwayTask
    {
        protected override Task RunAsync(BuildContext context, CancellationToken cancellation) => throw failure;
    }

    private sealed class FailingTeardown : FrostingTeardown<BuildContext>
    {
        public override void Teardown(BuildContext context, ITeardownContext info)
        {
            context.ExitStatus.Fail(ExitCodes.Unexpected);
            throw new CakeException(ExitCodes.Unexpected, "left behind");
        }
    }
}

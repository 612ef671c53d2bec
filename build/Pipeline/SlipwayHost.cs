using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using Slipway.Aws;
using Slipway.Docker;
using Slipway.Pipeline.Commands.CleanRevisions;
using Slipway.Pipeline.Commands.Completion;
using Slipway.Pipeline.Commands.Continuation;
using Slipway.Pipeline.Commands.Diff;
using Slipway.Pipeline.Commands.Doctor;
using Slipway.Pipeline.Commands.Exec;
using Slipway.Pipeline.Commands.Graph;
using Slipway.Pipeline.Commands.Init;
using Slipway.Pipeline.Commands.Lint;
using Slipway.Pipeline.Commands.Logs;
using Slipway.Pipeline.Commands.Policy;
using Slipway.Pipeline.Commands.Promote;
using Slipway.Pipeline.Commands.Rollback;
using Slipway.Pipeline.Commands.Run;
using Slipway.Pipeline.Commands.SelfTest;
using Slipway.Pipeline.Commands.Status;
using Slipway.Pipeline.Commands.Unlock;
using Slipway.Pipeline.Commands.Verify;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Environments.Approvals;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Environments.Rehearsal;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.Redaction;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tasks;
using Slipway.Pipeline.Tasks.Output;
using Slipway.Pipeline.Tasks.Runs;

namespace Slipway.Pipeline;

/// <summary>
/// Slipway as a program: its tasks and those of the program that calls it, whose public tasks are found as Cake Frosting finds them. A program of one's own is this one call,
/// and its tasks name ours by <c>[IsDependentOn]</c> and <c>[IsDependeeOf]</c>.
/// </summary>
public static class SlipwayHost
{
    /// <summary>Runs what the command line says.</summary>
    /// <returns>The exit code, by docs/exit-codes.md.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        // Colours are for eyes: a log file or a pipe gets none. https://no-color.org
        if (Console.IsOutputRedirected) Environment.SetEnvironmentVariable("NO_COLOR", "1");

        try
        {
            return await RunAsync(arguments, Arguments.Parse(arguments, TaskCatalogue.Targets));
        }
        catch (CommandLineException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return CommandLineException.ExitCode;
        }
    }

    private static async Task<int> RunAsync(string[] arguments, Invocation invocation)
    {
        if (invocation.Get(Options.Completion) is { } shell)
        {
            await Console.Out.WriteAsync(CompletionScript.For(shell, TaskCatalogue.Targets));
            return 0;
        }

        using var interruption = new Interruption();
        var results = ResultOutput.OfThisProcess(invocation);
        interruption.Listen();
        var paths = Paths.Find(EnvironmentVariables.OfThisProcess(), invocation, createsConfiguration: invocation.Targets.Contains(TaskCatalogue.NameOf(typeof(Init))));
        var status = new ExitStatus();

        // The host resolves a relative --working against it.
        Directory.SetCurrentDirectory(paths.Caller);
        var exitCode = CakeHost.Create()
            .AddAssembly(typeof(SlipwayHost).Assembly)
            .ConfigureServices(services => AddServices(services
                .AddSingleton(invocation)
                .AddSingleton(interruption)
                .AddSingleton(status)
                .AddSingleton(results)
                .AddSingleton(paths)))
            .UseWorkingDirectory(paths.Root)
            .UseContext<BuildContext>()
            .UseLifetime<BuildLifetime>()
            .UseTaskTeardown<TaskReport>()
            // A recorded release needs nothing of what a target depends on.
            .Run(invocation.Get(Options.Release) is null ? arguments : [.. arguments, Options.Exclusive.Name]);
        if (invocation.Get(Options.Help)) await Console.Out.WriteLineAsync(Options.OwnHelp);
        return interruption.ExitCode ?? status.After(exitCode);
    }

    private static void AddServices(IServiceCollection services) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton<SecretValues>()
        .AddSingleton<ICakeLog>(provider => new RedactingLog(new CakeBuildLog(provider.GetRequiredService<Cake.Core.IConsole>()), provider.GetRequiredService<SecretValues>()))
        .AddSingleton<ILog, CakeLog>()
        .AddSingleton<ITerminal, CakeTerminal>()
        .AddSingleton(provider => new DockerFactory(provider.GetRequiredService<ICakeLog>()))
        .AddSingleton(provider => new BuildIdentityReader(EnvironmentVariables.OfThisProcess(), new GitRepository(provider.GetRequiredService<Paths>().Root, provider.GetRequiredService<TimeProvider>())))
        .AddSingleton<IProcessRunner>(provider => new InterruptibleProcessRunner(new(provider.GetRequiredService<ICakeLog>()), provider.GetRequiredService<Interruption>()))
        .AddSingleton<RepositoryLint>()
        .AddSingleton<TestProjects>()
        .AddSingleton<TestRun>()
        .AddSingleton<RehearsalAws>()
        .AddSingleton<LocalAwsSession>()
        .AddSingleton<AwsAccess>()
        .AddSingleton<DeploymentDiff>()
        .AddSingleton<ReleasePromotion>()
        .AddSingleton<LogOutput>()
        .AddSingleton<ServiceLogLines>()
        .AddSingleton<CommandRun>()
        .AddSingleton<ContainerSession>()
        .AddSingleton<LockedEnvironment>()
        .AddSingleton<ServiceRollback>()
        .AddSingleton<ReleaseContinuation>()
        .AddSingleton<FamilyCleanup>()
        .AddSingleton<ServiceStatusReport>()
        .AddSingleton<EnvironmentVerification>()
        .AddSingleton(provider => new Verification(RunStart.Http, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<LockBreaker>()
        .AddSingleton<GraphFile>()
        .AddSingleton<DoctorChecks>()
        .AddSingleton<EnvironmentPolicies>()
        .AddSingleton<RunStart>()
        .AddSingleton<RunApproval>()
        .AddSingleton<IPrompt, ConsolePrompt>()
        .AddSingleton(new GitHubReviews(EnvironmentVariables.OfThisProcess(), RunStart.Http))
        .AddSingleton(provider => new ApprovalGate(EnvironmentVariables.OfThisProcess(), provider.GetRequiredService<GitHubReviews>(), provider.GetRequiredService<IPrompt>(), provider.GetRequiredService<ILog>()))
        .AddSingleton(provider => new Initialisation(
            provider.GetRequiredService<Paths>(),
            provider.GetRequiredService<DockerFactory>().Create(new() { WorkingDirectory = provider.GetRequiredService<Paths>().Root }),
            () => AwsClients.Create(new()),
            AwsDefaults.Of(EnvironmentVariables.OfThisProcess()),
            EnvironmentVariables.OfThisProcess(),
            ToolPackage.OfThisProgram(),
            provider.GetRequiredService<ILog>()));
}

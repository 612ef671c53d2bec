using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using Slipway.Aws;
using Slipway.Docker;
using Slipway.Pipeline;
using Slipway.Pipeline.CommandLine;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment;
using Slipway.Pipeline.Diagnosis;
using Slipway.Pipeline.Failures;
using Slipway.Pipeline.Graphs;
using Slipway.Pipeline.Init;
using Slipway.Pipeline.Linting;
using Slipway.Pipeline.Locking;
using Slipway.Pipeline.Operations;
using Slipway.Pipeline.Promotion;
using Slipway.Pipeline.Rehearsal;
using Slipway.Pipeline.Reporting;
using Slipway.Pipeline.Runs;
using Slipway.Pipeline.Secrets;
using Slipway.Pipeline.SelfTest;
using Slipway.Pipeline.Tasks;

// Colours are for eyes: a log file or a pipe gets none. https://no-color.org
if (Console.IsOutputRedirected) Environment.SetEnvironmentVariable("NO_COLOR", "1");

try
{
    var invocation = Arguments.Parse(args, TaskCatalogue.Targets);
    var results = ResultOutput.OfThisProcess(invocation);
    using var interruption = new Interruption();
    interruption.Listen();
    var verdict = new Verdict();
    var exitCode = CakeHost.Create()
        .ConfigureServices(services => services
            .AddSingleton(invocation)
            .AddSingleton(interruption)
            .AddSingleton(verdict)
            .AddSingleton(results)
            .AddSingleton(Paths.OfThisProcess(invocation.WorkingDirectory))
            .AddSingleton(TimeProvider.System)
            .AddSingleton<SecretValues>()
            .AddSingleton<ICakeLog>(provider => new RedactingLog(new CakeBuildLog(provider.GetRequiredService<Cake.Core.IConsole>()), provider.GetRequiredService<SecretValues>()))
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
            .AddSingleton<LockedEnvironment>()
            .AddSingleton<ServiceRollback>()
            .AddSingleton<RevisionRemoval>()
            .AddSingleton<ServiceStatusReport>()
            .AddSingleton<UrlVerification>()
            .AddSingleton(provider => new Verification(RunStart.Http, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<LockBreaker>()
            .AddSingleton<GraphFile>()
            .AddSingleton<Examination>()
            .AddSingleton<RunStart>()
            .AddSingleton(provider => new Initialisation(
                provider.GetRequiredService<Paths>(),
                DockerCli.Create(new() { WorkingDirectory = provider.GetRequiredService<Paths>().Root }, provider.GetRequiredService<ICakeLog>()),
                () => AwsClients.Create(new()),
                KnownAws.OfThisMachine(),
                provider.GetRequiredService<ICakeLog>())))
        .UseContext<BuildContext>()
        .UseLifetime<BuildLifetime>()
        .UseTaskTeardown<TaskReport>()
        // A recorded release needs nothing of what a target depends on.
        .Run(invocation.Release is null ? args : [.. args, OptionNames.Exclusive]);
    if (invocation.IsHelp) await Console.Out.WriteLineAsync(Options.OwnHelp);
    return interruption.ExitCode ?? (exitCode == 0 ? verdict.ExitCode : exitCode);
}
catch (CommandLineException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return CommandLineException.ExitCode;
}

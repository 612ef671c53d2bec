using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Slipway.Pipeline.Commands.Lint;
using Slipway.Pipeline.Commands.SelfTest;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;
using Slipway.Pipeline.Tasks.Runs;

namespace Slipway.Pipeline.Tasks;

/// <summary>What happens before the first task and after the last, whatever happened between.</summary>
public sealed class BuildLifetime(RunStart start, RunApproval approval, BuildIdentityReader identities, RepositoryLint lint, TestProjects tests, IEnumerable<IFrostingTask> all) : FrostingLifetime<BuildContext>
{
    public override void Setup(BuildContext context, ISetupContext info)
    {
        try
        {
            // Cake's lifetime is synchronous, and there is no context that a blocked thread could hold up.
            SetupAsync(context, info).GetAwaiter().GetResult();
        }
        catch (Exception failure)
        {
            throw Failure.ToCake(failure, context.Interruption, context.ExitStatus);
        }
    }

    public override void Teardown(BuildContext context, ITeardownContext info)
    {
        if (!context.HasRun) return;
        if (context.Interruption.ExitCode is not null) context.Log.Warning("Cancelled by {0}: cleaning up what this run created.", context.Interruption.SignalName);
        try
        {
            context.Run.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        catch (Exception failure)
        {
            throw Failure.ToCake(failure, context.Interruption, context.ExitStatus);
        }
    }

    private async Task SetupAsync(BuildContext context, ISetupContext info)
    {
        var tasks = info.TasksToExecute.Select(task => task.Name).Where(name => !context.Invocation.Exclusive || IsTarget(context, name)).ToList();
        var linting = TaskCatalogue.NameOf(typeof(Lint));
        if (context.Invocation.Get(Options.Environment) is not null && tasks.Any(TaskCatalogue.ReadsEnvironment))
        {
            RefuseSkippedTarget(context);
            tasks.RemoveAll(name => context.SkipOf(name) is not null);
            RefuseGaps(context, tasks);
        }

        if (tasks.Contains(TaskCatalogue.NameOf(typeof(Test)))) tests.Check();
        if (context.Invocation.IsDryRun) return;
        var needs = tasks.Select(TaskCatalogue.RequirementOf).DefaultIfEmpty().Max();
        var cancellation = context.Interruption.Token;
        var plan = needs >= Requirement.Pipeline ? start.Plan(tasks.Contains(TaskCatalogue.NameOf(typeof(Deploy))), context.Settings, await identities.ReadAsync(context.Invocation.Get(Options.BuildNumber), cancellation), DeployOptions.Of(context.Invocation)) : null;
        if (needs >= Requirement.Docker || (needs == Requirement.Account && context.Settings.IsRehearsal)) await start.RequireDockerAsync(cancellation);
        if (plan is null) return;
        if (tasks.Contains(linting))
        {
            await lint.RunAsync(context.ConfigurationFile, context.Invocation, cancellation);
            context.IsLinted = true;
        }

        plan = await approval.RequireAsync(plan, context.Invocation, cancellation);
        context.Log.Information("{0}, environment {1}, build {2}, commit {3}", context.Settings.Application, context.Settings.Environment, plan.Identity.BuildNumber, plan.Identity.Commit);
        context.Run = await start.BeginAsync(plan, cancellation);
        var steps = all.OfType<PipelineTask>().Where(task => tasks.Contains(TaskCatalogue.NameOf(task.GetType()))).ToList();
        foreach (var task in steps) task.Require(context.Run);
        foreach (var task in steps) task.DeleteStaleOutputs(context.Run);
    }

    /// <summary>Cake would run everything that the target depends on, and then fail.</summary>
    private static void RefuseSkippedTarget(BuildContext context)
    {
        foreach (var target in context.Invocation.Targets)
        {
            if (context.SkipOf(target) is { } skip)
                throw new RunFailedException(
                    ExitCodes.Configuration,
                    $"{skip.Place}: target '{target}' is skipped in environment '{context.Settings.Environment}', so nothing was run. Ask for a task that runs there, or take it out of 'skip'.");
        }
    }

    /// <summary>A task without the one whose result it works on would push nothing, or release images that nobody tested.</summary>
    private static void RefuseGaps(BuildContext context, List<string> tasks)
    {
        foreach (var task in tasks)
        {
            if (TaskCatalogue.ContinuedBy(task) is not { } continued || (continued.FromFiles && context.Invocation.Exclusive)) continue;
            var before = TaskCatalogue.NameOf(continued.Task);
            if (tasks.Contains(before)) continue;
            throw new RunFailedException(
                ExitCodes.Configuration,
                context.SkipOf(before) is { } skip
                    ? $"{skip.Place}: '{before}' is skipped in environment '{context.Settings.Environment}', and without it '{task}' has nothing to work on. Skip both or neither."
                    : $"'{task}' works on what '{before}' leaves in the same run, so it cannot run alone. Add {Options.Target}={before}, or leave {Options.Exclusive} out.");
        }
    }

    private static bool IsTarget(BuildContext context, string name) => context.Invocation.Targets.Contains(name, StringComparer.OrdinalIgnoreCase);
}

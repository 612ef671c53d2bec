using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.Exec;
using Slipway.Ecs.Logs;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.OneOff;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Exec;

/// <summary>Opens a shell, or runs a command, in a running container of the environment's service, by ECS Exec.</summary>
public sealed class ContainerSession(BuildIdentityReader identities, AwsAccess access, ILog log, TimeProvider time)
{
    private static readonly IReadOnlyList<string> Shell = ["/bin/sh"];

    /// <param name="invocation">With the command, or none for a shell; a container that it does not name is left to the task definition and the configuration.</param>
    /// <exception cref="RunFailedException">
    /// There is no terminal for a shell, no such task or container (2), no service, no running task, or no Exec in it (3); the session failed (7), or told that the command did (4).
    /// </exception>
    /// <exception cref="SessionException">The session could not be opened, or was lost.</exception>
    /// <exception cref="AwsException">AWS refused a call.</exception>
    public async Task RunAsync(Settings settings, Invocation invocation, CancellationToken cancellation)
    {
        _ = settings.Service.RequireService();
        var given = invocation.Get(Options.Command);
        if (given.Count == 0 && !ProcessTerminal.IsInteractive) throw new RunFailedException(ExitCodes.Configuration, NoTerminal());
        var command = CommandText.Of(given.Count == 0 ? Shell : given);
        var placeholders = PlaceholderValues.For(settings, await identities.ReadAsync(invocation.Get(Options.BuildNumber), cancellation));
        var (container, result) = await access.AskAsync(settings, placeholders, clients => RunAsync(settings, clients, invocation, command, cancellation), cancellation);
        Check(result, container, command);
        if (given.Count > 0 && result.ExitCode is null)
            log.Information("The command has ended. ECS Exec does not tell its exit code: where it matters, run it by {0}=Run, as a task of its own.", Options.Target);
    }

    private static string NoTerminal() => OperatingSystem.IsWindows()
        ? $"There is no shell on Windows. Run Exec in a terminal of WSL, or name a command whose output is shown ({Options.Command}=…)."
        : $"There is no terminal for a shell: standard input or output is redirected. Run Exec in a terminal, or name a command whose output is shown ({Options.Command}=…).";

    private async Task<(string Container, SessionResult Result)> RunAsync(Settings settings, AwsClients clients, Invocation invocation, string command, CancellationToken cancellation)
    {
        await DeployedService.RequireAsync(clients.Ecs, settings, cancellation);
        var task = await ExecTask.RequireAsync(clients, settings, invocation.Get(Options.Task), cancellation);
        var definition = (string?)task["taskDefinitionArn"] ?? "";
        var document = new TaskDefinitionDocument((await clients.Ecs.DescribeTaskDefinitionAsync(definition, cancellation)).Document);
        var container = CommandContainer.Choose(document, invocation.Get(Options.Container), settings);
        var session = await OpenAsync(clients, settings, TaskId.Of(task), container, command, cancellation);
        log.Information("Container '{0}' of task {1} ({2}): {3}", container, TaskId.Of(task), TaskId.Of(definition), command);
        var signature = await clients.SignWebSocketAsync(AwsService.SessionMessages, session.StreamUrl, cancellation);
        using var terminal = new ProcessTerminal();
        return (container, await new CommandSession(terminal, time).RunAsync(session, signature, cancellation));
    }

    private static async Task<EcsSession> OpenAsync(AwsClients clients, Settings settings, string task, string container, string command, CancellationToken cancellation)
    {
        var (cluster, service) = settings.Service.RequireService();
        try
        {
            return await clients.Ecs.ExecuteCommandAsync(cluster, task, container, command, cancellation);
        }
        catch (AwsException refused) when (refused.AwsMessage.Contains("execute command was not enabled", StringComparison.Ordinal))
        {
            throw new RunFailedException(
                ExitCodes.Prerequisite,
                $"{refused.Message} For new tasks it is enabled by: aws ecs update-service --cluster {cluster} --service {service} --enable-execute-command --force-new-deployment. "
                + "Their task role needs ssmmessages:CreateControlChannel, CreateDataChannel, OpenControlChannel and OpenDataChannel, and their containers a file system that can be written to.");
        }
    }

    private static void Check(SessionResult result, string container, string command)
    {
        if (result.Problem is { } problem) throw new RunFailedException(ExitCodes.NotRolledBack, $"The session in container '{container}' failed ({command}): {problem.Trim()}");
        if (result.ExitCode is { } code and not 0) throw new RunFailedException(ExitCodes.Application, $"The command failed in container '{container}' with exit code {code}: {command}.");
    }
}

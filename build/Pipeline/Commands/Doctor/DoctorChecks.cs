using Slipway.Aws;
using Slipway.Docker;
using Slipway.Docker.Prerequisites;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Deployment.Rollouts;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.WorkingTree;

namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>Checks everything that a deployment to an environment needs, and changes none of it.</summary>
public sealed class DoctorChecks(BuildIdentityReader identities, AwsAccess access, DockerFactory dockers, Paths paths, TimeProvider time)
{
    /// <param name="buildNumber">The value of <c>--build-number</c>, or null.</param>
    /// <returns>In the order in which a run would need them.</returns>
    public async Task<IReadOnlyList<Check>> RunAsync(Settings settings, string? buildNumber, CancellationToken cancellation)
    {
        var machine = await new HostChecks(dockers.Create(), new PrerequisiteOptions { WorkingDirectory = paths.Root, Time = time }).RunAsync(cancellation);
        var placeholders = PlaceholderValues.For(settings, await identities.ReadAsync(buildNumber, cancellation));
        var read = settings.Services.Select(service => ReadTaskDefinition(settings.Of(service), placeholders)).ToList();
        var files = read.ConvertAll(one => one.Check);
        if (settings.IsRehearsal && machine.Any(check => check.Result == CheckResult.Failed))
            return [.. machine, .. files, Check.Unknown("AWS", "was not checked: its rehearsal runs on Docker", "Fix the problems above first.")];
        return [.. machine, .. files, .. await AskAwsAsync(settings, placeholders, [.. read.Where(one => one.Document is not null).Select(one => (one.Settings, one.Document!, one.Definition))], cancellation)];
    }

    private (Settings Settings, TaskDefinitionDocument? Document, ServiceDefinition? Definition, Check Check) ReadTaskDefinition(Settings settings, PlaceholderValues placeholders)
    {
        var subject = $"task definition {settings.Service.TaskDefinition.Render(placeholders)}";
        var files = new DeploymentFiles(settings, placeholders, paths, EnvironmentVariables.OfThisProcess());
        try
        {
            files.Check();
            return (settings, files.ReadTaskDefinitions()[0], files.DefinitionOf(settings.Service), Check.Passed(subject, $"for environment '{settings.Environment}'"));
        }
        catch (Exception wrong) when (wrong is RunFailedException or TaskDefinitionException)
        {
            return (settings, null, null, Check.Failed(subject, "cannot be used", wrong.Message) with { IsOfFile = true });
        }
    }

    private async Task<IReadOnlyList<Check>> AskAwsAsync(Settings settings, PlaceholderValues placeholders, IReadOnlyList<(Settings Settings, TaskDefinitionDocument Document, ServiceDefinition? Definition)> services, CancellationToken cancellation)
    {
        try
        {
            return await access.AskAsync(settings, placeholders, clients => AskAwsAsync(clients, settings, placeholders, services, cancellation), cancellation);
        }
        catch (Exception refused) when (refused is AwsException or RunFailedException)
        {
            return [Check.Failed("credentials", "cannot be used, so nothing in AWS was checked", refused.Message)];
        }
    }

    private async Task<IReadOnlyList<Check>> AskAwsAsync(AwsClients aws, Settings settings, PlaceholderValues placeholders, IReadOnlyList<(Settings Settings, TaskDefinitionDocument Document, ServiceDefinition? Definition)> services, CancellationToken cancellation)
    {
        var caller = await aws.Identity.GetCallerIdentityAsync(cancellation);
        var policies = new PolicySimulation(aws, caller.Arn);
        var checks = new List<Task<IReadOnlyList<Check>>>
        {
            new AccountChecks(aws, time).RunAsync(caller.Arn, caller.Account, cancellation),
            new SecretChecks(aws, settings, placeholders).RunAsync(cancellation),
            new LockChecks(aws.Objects, settings, LockLocation.Find(settings, placeholders), policies).RunAsync(cancellation),
            new RegistryChecks(aws.Ecr, settings).RunAsync(cancellation),
            new ScheduleChecks(aws, settings, placeholders).RunAsync(cancellation),
            new NamespaceChecks(aws, settings, [.. services.Where(one => one.Definition is { IsConnected: true }).Select(one => (one.Settings.Service.Cluster, one.Definition!.Namespace))]).RunAsync(cancellation),
        };
        foreach (var (one, document, definition) in services)
        {
            checks.Add(new ServiceChecks(aws, one, document, definition).RunAsync(cancellation));
            checks.Add(new RoleChecks(aws, document, policies).RunAsync(cancellation));
        }

        // Services share clusters, roles and groups of logs.
        return [.. (await Task.WhenAll(checks)).SelectMany(found => found).Distinct()];
    }
}

using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Access;

namespace Slipway.Pipeline.Deployment.OneOff;

/// <summary>Where the tasks of a release run: as those of one of its services, whose task definition they have.</summary>
internal sealed class TaskPlace
{
    private readonly Settings _settings;
    private readonly TaskDefinitionRevision _revision;
    private readonly JsonObject? _running;
    private readonly ServiceDefinition? _beside;

    private TaskPlace(Settings settings, ServiceDefinition? beside, TaskDefinitionRevision revision, JsonObject? running, TaskJournal journal) =>
        (_settings, _beside, _revision, _running, Journal, Definition) = (settings, beside, revision, running, journal, new(revision.Document));

    public TaskDefinitionDocument Definition { get; }

    /// <summary>Of what has run in it.</summary>
    public TaskJournal Journal { get; }

    /// <param name="settings">About the service alone.</param>
    /// <param name="beside">What the service has beside its task definition; null where no file says it.</param>
    /// <param name="revision">The ARN of the release's; null where the release leaves the service as it is.</param>
    public static async Task<TaskPlace> ReadAsync(
        Settings settings, ServiceDefinition? beside, string? revision, AwsClients aws, IProgress<string> progress, CancellationToken cancellation)
    {
        var address = settings.Service.RequireService();
        var running = await DeployedService.FindAsync(aws.Ecs, address, cancellation);
        var found = await aws.Ecs.DescribeTaskDefinitionAsync(revision ?? ServicePlacement.TaskDefinitionOf(running!), cancellation);
        var journal = new TaskJournal(aws.Ecs, progress, address.Cluster, found, record => record.Application == settings.Application && record.Environment == settings.Environment);
        return new(settings, beside, found, running, journal);
    }

    /// <summary>Before the first deployment there is no service to go by.</summary>
    public OneOffRequest Request(ReleaseTaskSettings task, TaskMark mark) => new(_settings.Service.RequireService().Cluster, _revision.Arn, mark.Container, task.Command)
    {
        Placement = ServicePlacement.For(_running ?? _beside?.AsService(), Definition, _settings.Service.LaunchType, EnvironmentNetwork.Of(_settings, Definition, _beside)),
        Timeout = task.Timeout,
        Mark = mark,
    };
}

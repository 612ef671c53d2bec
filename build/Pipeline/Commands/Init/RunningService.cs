using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Reads what a service of ECS runs, as a task definition file to continue with.</summary>
internal sealed class RunningService(AwsClients aws)
{
    private static readonly string[] NotOfTheFile = ["aws:", OwnTags.Prefix];

    /// <param name="containers">Containers whose images are built here: their images become repository names.</param>
    /// <exception cref="RunFailedException">There is no such service; exit code 3.</exception>
    /// <exception cref="AwsException">There is no such cluster, or the caller may not see it.</exception>
    public async Task<TaskDefinitionDocument> ReadAsync(EcsServiceName name, IReadOnlyCollection<string> containers, CancellationToken cancellation)
    {
        var lookup = await aws.Ecs.DescribeServicesAsync(name.Cluster, [name.Service], cancellation);
        if ((string?)(lookup.Found is [var found, ..] ? found["taskDefinition"] : null) is not { } arn)
            throw new RunFailedException(ExitCodes.Prerequisite, $"There is no service '{name.Service}' in cluster '{name.Cluster}' of region {aws.Region}. Correct --from-service, or use the credentials and the region that it is in.");
        var revision = await aws.Ecs.DescribeTaskDefinitionAsync(arn, cancellation);
        var document = new TaskDefinitionDocument(new TaskDefinitionDocument(revision.Document).ToRegistration());
        if (revision.Tags.Where(tag => !NotOfTheFile.Any(prefix => tag.Key.StartsWith(prefix, StringComparison.Ordinal))).ToDictionary() is { Count: > 0 } tags) document.Root["tags"] = EcsClient.TagList(tags);
        foreach (var container in document.Containers.Where(container => containers.Contains(container.Name))) container.Image = Repository(container.Image);
        return document;
    }

    /// <summary>A reference without its registry, tag and digest.</summary>
    public static string Repository(string reference)
    {
        var name = reference.Split('@')[0];
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && (name[..slash].Contains('.', StringComparison.Ordinal) || name[..slash].Contains(':', StringComparison.Ordinal))) name = name[(slash + 1)..];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[..colon] : name;
    }
}

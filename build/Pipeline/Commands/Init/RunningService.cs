using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Aws.Ecs;
using Slipway.Ecs.OneOff;
using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Commands.Init;

/// <summary>Reads what a service of ECS runs and has, as files to continue with.</summary>
internal sealed class RunningService(AwsClients aws)
{
    private static readonly string[] NotOfTheFile = ["aws:", OwnTags.Prefix];

    /// <param name="containers">Containers whose images are built here: their images become repository names.</param>
    /// <exception cref="RunFailedException">There is no such service; exit code 3.</exception>
    /// <exception cref="AwsException">There is no such cluster, or the caller may not see it.</exception>
    public async Task<TakenService> ReadAsync(EcsServiceName name, IReadOnlyCollection<string> containers, CancellationToken cancellation)
    {
        var lookup = await aws.Ecs.DescribeServicesAsync(name.Cluster, [name.Service], cancellation);
        var found = lookup.Found is [var first, ..] ? first : null;
        if (found is null || ServicePlacement.TaskDefinitionOf(found) is not { Length: > 0 } arn)
            throw new RunFailedException(ExitCodes.Prerequisite, $"There is no service '{name.Service}' in cluster '{name.Cluster}' of region {aws.Region}. Correct --from-service, or use the credentials and the region that it is in.");
        var revision = await aws.Ecs.DescribeTaskDefinitionAsync(arn, cancellation);
        var document = new TaskDefinitionDocument(new TaskDefinitionDocument(revision.Document).ToRegistration());
        if (revision.Tags.Where(tag => !NotOfTheFile.Any(prefix => tag.Key.StartsWith(prefix, StringComparison.Ordinal))).ToDictionary() is { Count: > 0 } tags) document.Root["tags"] = EcsClient.TagList(tags);
        foreach (var container in document.Containers.Where(container => containers.Contains(container.Name))) container.Image = Repository(container.Image);
        return new(name, StrategyOf(found), document, (string?)found["deploymentController"]?["type"] is null or "ECS" ? ServiceDefinition.Of(found) : null);
    }

    private static string StrategyOf(JsonObject service) => ((string?)service["deploymentController"]?["type"], (string?)service["deploymentConfiguration"]?["strategy"]) switch
    {
        ("CODE_DEPLOY", _) => "blue-green",
        ("EXTERNAL", _) => "artifacts-only",
        (_, null or "ROLLING") => "rolling",
        _ => "ecs-blue-green",
    };

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

using Slipway.Aws;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>
/// Whether the namespaces of Service Connect are there. ECS creates one for a cluster, and none for a service: CreateService and UpdateService refuse a name that Cloud Map does not
/// have in the region; the type does not matter. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectConfiguration.html
/// </summary>
/// <param name="connected">Of each service with Service Connect: its cluster, and the namespace's name or ARN, which is the cluster's where there is none.</param>
internal sealed class NamespaceChecks(AwsClients aws, Settings settings, IReadOnlyList<(string? Cluster, string? Namespace)> connected)
{
    public async Task<IReadOnlyList<Check>> RunAsync(CancellationToken cancellation) =>
        [.. await Task.WhenAll(Named().Select(space => NamespaceAsync(space, cancellation)).Concat(Clusters().Select(cluster => DefaultAsync(cluster, cancellation))))];

    private IEnumerable<string> Named() => connected.Select(one => one.Namespace).OfType<string>().Distinct();

    private IEnumerable<string> Clusters() => connected.Where(one => one.Namespace is null).Select(one => one.Cluster).OfType<string>().Distinct();

    private Task<Check> NamespaceAsync(string space, CancellationToken cancellation)
    {
        var subject = $"namespace {space}";
        return AwsChecks.AskAsync(subject, "", async () =>
        {
            if ((await aws.Namespaces.ListAsync(cancellation)).Any(known => known.Arn == space || known.Name == space)) return Check.Passed(subject, "exists");
            if (space.StartsWith("arn:", StringComparison.Ordinal)) return Check.Failed(subject, "does not exist, and no service would be created or updated", "Correct 'namespace' in 'serviceConnectConfiguration' of the service definitions.");
            return settings.IsRehearsal
                ? Check.Passed(subject, "is not there yet; a run makes it")
                : Check.Failed(subject, "does not exist, and no service would be created or updated", InfraModule.Or($"aws servicediscovery create-http-namespace --region {settings.Region} --name {space}", InfraModule.Cluster));
        });
    }

    /// <summary>A cluster that is not there is told by another check.</summary>
    private Task<Check> DefaultAsync(string cluster, CancellationToken cancellation)
    {
        var subject = $"namespace of cluster {cluster}";
        return AwsChecks.AskAsync(subject, "", async () =>
        {
            var clusters = (await aws.Ecs.DescribeClustersAsync([cluster], cancellation)).Found;
            if (clusters.Count > 0 && (string?)clusters[0]["serviceConnectDefaults"]?["namespace"] is { Length: > 0 } space) return Check.Passed(subject, space);
            return Check.Failed(
                subject, "is not set, and a service definition with 'serviceConnectConfiguration' names none",
                $"Write 'namespace' there, or: aws ecs update-cluster --region {settings.Region} --cluster {cluster} --service-connect-defaults namespace=NAME");
        });
    }
}

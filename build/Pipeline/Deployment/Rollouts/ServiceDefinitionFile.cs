using Slipway.Ecs.ServiceDefinitions;
using Slipway.Ecs.Sources;
using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration;

namespace Slipway.Pipeline.Deployment.Rollouts;

/// <summary>A service definition of the repository, and what keeps it from being deployed.</summary>
public sealed class ServiceDefinitionFile
{
    private readonly JsonSource _source;

    private ServiceDefinitionFile(JsonSource source) => _source = source;

    public static ServiceDefinitionFile Parse(byte[] utf8, string file) => new(JsonSource.Parse(utf8, file));

    /// <summary>What is still to be filled in: a sentence each.</summary>
    public IEnumerable<(SourcePlace Place, string JsonPath, string Sentence)> Unfilled =>
        _source.Root is { } root ? FillIn.In(root).Select(found => (_source.PlaceOf(found.At), found.At.JsonPath, FillIn.Sentence(found.At.JsonPath[2..], found.Marks))) : [];

    /// <summary>What ECS would refuse, and what does not agree with the task definition or with <c>slipway.yml</c>: a sentence each.</summary>
    /// <param name="taskDefinition">The text of the task definition; one that is not JSON is told elsewhere.</param>
    /// <param name="taskDefinitionFile">Its path inside the repository.</param>
    public IEnumerable<(SourcePlace Place, string JsonPath, string Sentence)> Problems(byte[] taskDefinition, ServiceSettings service, string taskDefinitionFile)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (_source.Failure is { } failure) return [(failure.Place, "", $"this is not a service definition: {failure.Message}.")];
        var task = JsonSource.Parse(taskDefinition, taskDefinitionFile).Root;
        var (cluster, name) = (service.Cluster ?? "", service.EcsName ?? "");
        var refused = task is null ? [] : ServiceDefinitionChecks.Find(_source, task.Member("taskDefinition") ?? task, new(cluster, name, taskDefinitionFile));
        return refused.Concat(SaidTwice(service)).Select(problem => (_source.PlaceOf(problem.At), problem.At.JsonPath, problem.Sentence));
    }

    private IEnumerable<(SourceValue At, string Sentence)> SaidTwice(ServiceSettings service)
    {
        (string Member, string Key, bool IsWritten)[] both =
        [
            ("loadBalancers", "loadBalancer", service.LoadBalancer is not null),
            ("networkConfiguration", "network", service.Network is not null),
            ("launchType", "launchType", service.LaunchType is not null),
            ("capacityProviderStrategy", "launchType", service.LaunchType is not null),
            ("desiredCount", "desiredCount", service.DesiredCount is not null),
        ];
        foreach (var (member, key, _) in both.Where(one => one.IsWritten))
        {
            if (_source.Root!.Member(member) is { } at) yield return (at, $"'{member}' stands here, and '{key}' at {service.PlaceOf(key)}: remove one of them.");
        }
    }
}

using System.Runtime.InteropServices;
using Slipway.LocalAws.Ecs.Model;

namespace Slipway.LocalAws.Ecs.Instances;

/// <summary>
/// The container instances of a cluster. They are this machine, as often as LocalAws was told: each has an id, attributes, and room for one task with a certain host port.
/// </summary>
public sealed class ContainerInstances(EcsState state, EcsArns arns, EcsSettings settings)
{
    public const string Zone = "ecs.availability-zone";

    private const int Zones = 3;

    private static readonly string Processor = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x86_64";

    public int Count => settings.Instances;

    public IReadOnlyList<ContainerInstance> In(string cluster) => [.. Enumerable.Range(0, settings.Instances).Select(number => In(cluster, number))];

    public ContainerInstance In(string cluster, int number)
    {
        // Those that each instance has: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html#attributes
        var attributes = new Dictionary<string, string>
        {
            [Zone] = arns.ZoneOf(number % Zones),
            ["ecs.cpu-architecture"] = Processor,
            ["ecs.os-family"] = "LINUX",
            ["ecs.os-type"] = "linux",
        };
        foreach (var put in state.Attributes.Where(put => put.Cluster == cluster && put.Instance == number))
            attributes[put.Name] = put.Value ?? "";
        return new(number, arns.ContainerInstance(cluster, number), arns.Ec2InstanceId(number), attributes);
    }

    /// <param name="nameOrArn">The id of an instance, or its ARN.</param>
    public ContainerInstance? Find(string cluster, string nameOrArn) => In(cluster).FirstOrDefault(instance => EcsArns.NameOf(instance.Arn) == EcsArns.NameOf(nameOrArn));
}

using System.Security.Cryptography;
using System.Text;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>Amazon Resource Names as ECS writes them, in their long format.</summary>
public sealed class EcsArns(LocalAwsOptions options)
{
    private readonly string _prefix = $"arn:aws:ecs:{options.Region}:{options.Account}";

    /// <summary>The ids of container instances are the same in every cluster, and stay for one LocalAws.</summary>
    private readonly string _localAws = options.InstanceId;

    public string Region { get; } = options.Region;

    public string Cluster(string name) => $"{_prefix}:cluster/{name}";

    public string Service(string cluster, string name) => $"{_prefix}:service/{cluster}/{name}";

    public string Task(string cluster, string id) => $"{_prefix}:task/{cluster}/{id}";

    public string Container(string cluster, string taskId, Guid id) => $"{_prefix}:container/{cluster}/{taskId}/{id}";

    /// <param name="number">From 0.</param>
    public string ContainerInstance(string cluster, int number) => $"{_prefix}:container-instance/{cluster}/{InstanceId(number)}";

    public string TaskDefinition(string family, int revision) => $"{_prefix}:task-definition/{family}:{revision}";

    /// <summary>All revisions of a family.</summary>
    public string TaskDefinitions(string family) => $"{_prefix}:task-definition/{family}:*";

    /// <summary>Of <c>family:revision</c>, or of what is an ARN already.</summary>
    public string TaskDefinitionOf(string nameOrArn) => $"{_prefix}:task-definition/{NameOf(nameOrArn)}";

    /// <summary>The EC2 instance of the container instance: what targets of load balancers have as their id.</summary>
    public string Ec2InstanceId(int number) => $"i-{InstanceId(number)[..17]}";

    /// <summary>An availability zone of the region, by its number from 0.</summary>
    public string ZoneOf(int number) => $"{Region}{(char)('a' + number)}";

    /// <summary>As the VPC's resolver calls an address: <c>ip-10-0-1-184.eu-west-2.compute.internal</c>.</summary>
    public string PrivateName(string address) => $"ip-{address.Replace('.', '-')}.{(options.Region == "us-east-1" ? "ec2" : $"{options.Region}.compute")}.internal";

    /// <summary>A task definition may name a role without its ARN.</summary>
    public string Role(string nameOrArn) => nameOrArn.StartsWith("arn:", StringComparison.Ordinal) ? nameOrArn : $"arn:aws:iam::{options.Account}:role/{nameOrArn}";

    /// <summary>Of the account.</summary>
    public string RootUser { get; } = $"arn:aws:iam::{options.Account}:root";

    public string CapacityProvider(string name) => $"{_prefix}:capacity-provider/{name}";

    /// <summary>With the whole id, <c>ecs-svc/…</c>, as the examples of the aws command line have it (<c>aws ecs create-task-set help</c>).</summary>
    public string TaskSet(string cluster, string service, string id) => $"{_prefix}:task-set/{cluster}/{service}/{id}";

    public string ServiceDeployment(string cluster, string service, string id) => $"{_prefix}:service-deployment/{cluster}/{service}/{id}";

    public string ServiceRevision(string cluster, string service, string id) => $"{_prefix}:service-revision/{cluster}/{service}/{id}";

    private string InstanceId(int number) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(number == 0 ? _localAws : $"{_localAws}/{number}")).AsSpan(0, 16));

    /// <summary>The last part of an ARN, or the whole of what is no ARN: requests name things either way.</summary>
    public static string NameOf(string nameOrArn) => nameOrArn[(nameOrArn.LastIndexOf('/') + 1)..];
}

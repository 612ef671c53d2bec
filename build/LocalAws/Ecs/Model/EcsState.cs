using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>All that ECS knows: what is written to disk after each turn, and owned by the scheduler's loop in between.</summary>
public sealed class EcsState
{
    public List<Cluster> Clusters { get; set; } = [];

    /// <summary>Fargate's own are not among them.</summary>
    public List<CapacityProvider> CapacityProviders { get; set; } = [];

    public List<AccountSetting> AccountSettings { get; set; } = [];

    /// <summary>What was put on container instances.</summary>
    public List<AttributeValue> Attributes { get; set; } = [];

    /// <summary>In order of registration.</summary>
    public List<RegisteredTaskDefinition> TaskDefinitions { get; set; } = [];

    public List<Service> Services { get; set; } = [];

    /// <summary>Oldest first; the stopped ones for an hour.</summary>
    public List<EcsTask> Tasks { get; set; } = [];

    /// <summary>The runs of tasks of their own that were given a client token, for as long as it counts.</summary>
    public List<TaskRun> TaskRuns { get; set; } = [];

    public Cluster? Cluster(string name) => Clusters.Find(cluster => cluster.Name == name);

    /// <summary>The service of that name; the active one where an inactive one had the name before.</summary>
    public Service? Service(string cluster, string name) =>
        Services.FindLast(service => service.Cluster == cluster && service.Name == name);

    public ServiceDeployment? ServiceDeployment(string arn) => Services.SelectMany(service => service.ServiceDeployments).FirstOrDefault(known => known.Arn == arn);

    public EcsTask? Task(string id) => Tasks.Find(task => task.Id == id);

    /// <summary>Of one service, stopped ones included.</summary>
    public IEnumerable<EcsTask> TasksOf(Service service) =>
        Tasks.Where(task => task.Service == service.Name && task.Cluster == service.Cluster);
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(EcsState))]
public sealed partial class EcsStateJson : JsonSerializerContext;

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>A task: one run of a task definition.</summary>
public sealed class EcsTask
{
    /// <summary>32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    public required string Arn { get; init; }

    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Name of the service that started it; null for a task of its own.</summary>
    public string? Service { get; init; }

    /// <summary>The deployment that it counts for; also its <c>startedBy</c>. A rollback takes over the tasks of the deployment it goes back to.</summary>
    public string? DeploymentId { get; set; }

    public required string TaskDefinitionArn { get; init; }

    /// <summary><c>service:name</c> or <c>family:name</c>.</summary>
    public required string Group { get; init; }

    /// <summary>As RunTask was told; null for the task of a service.</summary>
    public string? StartedBy { get; init; }

    /// <summary>What RunTask wants otherwise than the task definition.</summary>
    public JsonObject? Overrides { get; init; }

    /// <summary>Objects of <c>key</c> and <c>value</c>.</summary>
    public JsonArray? Tags { get; set; }

    public bool ExecuteCommandEnabled { get; init; }

    /// <summary>EC2, FARGATE or EXTERNAL.</summary>
    public string LaunchType { get; set; } = Launch.OnEc2;

    /// <summary>Null where no strategy chose it.</summary>
    public string? CapacityProvider { get; init; }

    /// <summary>The number of the container instance that it is on, from 0; without meaning on Fargate.</summary>
    public int InstanceNumber { get; init; }

    /// <summary>Null but on Fargate.</summary>
    public string? PlatformVersion { get; init; }

    /// <summary>Null but in network mode awsvpc.</summary>
    public TaskInterface? Interface { get; init; }

    /// <summary>The last part of the path at which its containers get the credentials of its role: who knows it gets them.</summary>
    public string CredentialsId { get; set; } = Guid.NewGuid().ToString();

    public required List<TaskContainer> Containers { get; init; }

    /// <summary>The ports that its service's deployment wants behind target groups.</summary>
    public List<BalancedPort> BalancedPorts { get; set; } = [];

    /// <summary>From the moment in which they are about to be registered until they are deregistered.</summary>
    public List<TargetRegistration> Registrations { get; set; } = [];

    /// <summary>The service of Cloud Map that its service's deployment wants it registered in; null for none.</summary>
    public ServiceRegistry? Registry { get; init; }

    /// <summary>From the moment in which it is about to be registered in Cloud Map until it is deregistered.</summary>
    public DiscoveryInstance? Instance { get; set; }

    /// <summary>How it takes part in Service Connect; null for not at all.</summary>
    public ServiceConnect? Connect { get; set; }

    /// <summary>The same as <see cref="Instance"/>, for what it makes known by Service Connect.</summary>
    public List<DiscoveryInstance> ConnectInstances { get; set; } = [];

    /// <summary>All that Cloud Map knows it as.</summary>
    [JsonIgnore]
    public IReadOnlyList<DiscoveryInstance> Instances => Instance is { } own ? [own, .. ConnectInstances] : ConnectInstances;

    /// <summary>Until then it is not stopped to have fewer tasks, nor by a deployment; null for one that was never protected.</summary>
    public DateTimeOffset? ProtectedUntil { get; set; }

    public EcsTaskStatus LastStatus { get; set; }

    /// <summary>Whether its <c>desiredStatus</c> is STOPPED.</summary>
    public bool StopRequested { get; set; }

    public string? StopCode { get; set; }

    public string? StoppedReason { get; set; }

    /// <summary>Whether it ended on its own, or its health checks failed; not when someone wanted it to stop.</summary>
    public bool Failed { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? PullStartedAt { get; set; }

    public DateTimeOffset? PullStoppedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? StoppingAt { get; set; }

    public DateTimeOffset? ExecutionStoppedAt { get; set; }

    public DateTimeOffset? StoppedAt { get; set; }

    /// <summary>Whether its service's deployment has taken note of its failure, or of its first health.</summary>
    public bool FailureCounted { get; set; }

    public bool HealthCounted { get; set; }

    /// <summary>Whether nothing of it is left on the engine.</summary>
    public bool ContainersRemoved { get; set; }

    /// <summary>The work for it that is under way; what was started when the process ended is started again.</summary>
    [JsonIgnore]
    public HashSet<string> Underway { get; } = [];

    /// <summary>Whether a container instance runs it, and not Fargate.</summary>
    [JsonIgnore]
    public bool IsOnInstance => LaunchType != Launch.OnFargate;

    [JsonIgnore]
    public bool IsPending => !StopRequested && LastStatus is EcsTaskStatus.Provisioning or EcsTaskStatus.Pending or EcsTaskStatus.Activating;

    [JsonIgnore]
    public bool IsStopped => LastStatus == EcsTaskStatus.Stopped;

    public bool IsProtected(DateTimeOffset now) => ProtectedUntil > now;

    public void Run(DateTimeOffset now)
    {
        LastStatus = EcsTaskStatus.Running;
        StartedAt = now;
    }

    public TaskContainer Container(string name) => Containers.First(container => container.Name == name);

    /// <summary>Fargate gives no id of an engine away: the task's id and ten digits of the container's own.</summary>
    public string FargateIdOf(TaskContainer container) =>
        string.Create(CultureInfo.InvariantCulture, $"{Id}-{BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(container.Arn))):D10}");

    /// <summary>The last part of a container's metadata endpoints.</summary>
    public string EndpointIdOf(TaskContainer container) => IsOnInstance ? container.EndpointId : FargateIdOf(container);

    /// <summary>Whether its capacity is taken away: it stops now, whatever requests it has.</summary>
    [JsonIgnore]
    public bool IsInterrupted => StopCode == StopCodes.SpotInterruption;

    /// <summary>Cloud Map knows it with these states; nothing happens for those that it does not know any more.</summary>
    public void Tell(IReadOnlyList<DiscoveryInstance> told)
    {
        DiscoveryInstance Known(DiscoveryInstance before) => told.FirstOrDefault(one => one.RegistryArn == before.RegistryArn) ?? before;
        Instance = Instance is { } own ? Known(own) : null;
        ConnectInstances = [.. ConnectInstances.Select(Known)];
    }

    /// <summary>Wants it stopped; the first reason stays.</summary>
    public void RequestStop(string code, string reason, bool failed, DateTimeOffset now)
    {
        if (StopRequested)
            return;
        StopRequested = true;
        StopCode = code;
        StoppedReason = reason;
        Failed = failed;
        StoppingAt = now;
        LastStatus = Registrations.Count > 0 || Instances.Count > 0 ? EcsTaskStatus.Deactivating : EcsTaskStatus.Stopping;
    }
}

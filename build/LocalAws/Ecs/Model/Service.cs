using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Slipway.LocalAws.DeploymentConfiguration;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>A service: keeps a number of tasks of one task definition running, and replaces them when that changes.</summary>
public sealed class Service
{
    private static readonly string[] OfRevision = ["loadBalancers", "serviceRegistries", "serviceConnectConfiguration", "networkConfiguration", "launchType", "capacityProviderStrategy", "platformVersion"];

    private const int EventsKept = 100;

    public required string Name { get; init; }

    public required string Arn { get; init; }

    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The request that created it, to tell a repetition from another service of the same name.</summary>
    public required JsonObject Request { get; init; }

    /// <summary>The members of its requests that are shown again as they were given (placement, network, tags, …).</summary>
    public required JsonObject Definition { get; set; }

    public ServiceStatus Status { get; set; }

    public required int DesiredCount { get; set; }

    /// <summary>The PRIMARY one first.</summary>
    public required List<Deployment> Deployments { get; init; }

    public CompletedDeployment? LastCompleted { get; set; }

    /// <summary>Newest first.</summary>
    public List<ServiceDeployment> ServiceDeployments { get; set; } = [];

    /// <summary>Newest first: those that a deployment in the list speaks of.</summary>
    public List<ServiceRevision> Revisions { get; set; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether the last event about it is that it has reached a steady state.</summary>
    public bool Steady { get; set; }

    /// <summary>Newest first.</summary>
    public List<ServiceEvent> Events { get; set; } = [];

    /// <summary>Only where someone else controls the deployments there may be none: <see cref="IsControlledByOthers"/>.</summary>
    [JsonIgnore]
    public Deployment Primary => Deployments[0];

    /// <summary>The one that is under way; null when all have ended.</summary>
    [JsonIgnore]
    public ServiceDeployment? CurrentDeployment => ServiceDeployments.FirstOrDefault() is { HasEnded: false } current ? current : null;

    /// <summary>Whether CodeDeploy, or another deployment controller than ECS, makes its task sets.</summary>
    [JsonIgnore]
    public bool IsControlledByOthers => Definition.Object("deploymentController")?.Text("type") is "CODE_DEPLOY" or "EXTERNAL";

    /// <summary>Whether it wants one task on each container instance.</summary>
    [JsonIgnore]
    public bool IsDaemon => Definition.Text("schedulingStrategy") == "DAEMON";

    [JsonIgnore]
    public DeploymentLimits Limits => DeploymentLimits.Of(Definition.Object("deploymentConfiguration"), IsDaemon);

    /// <summary>Adds <c>(service NAME) what</c> to the events.</summary>
    public void Say(string what, DateTimeOffset now)
    {
        Events.Insert(0, new(Guid.NewGuid(), now, $"(service {Name}) {what}"));
        if (Events.Count > EventsKept)
            Events.RemoveRange(EventsKept, Events.Count - EventsKept);
    }

    /// <summary>The same, unless it is what was said last.</summary>
    public void SayOnce(string what, DateTimeOffset now)
    {
        if (Events.Count == 0 || Events[0].Message != $"(service {Name}) {what}")
            Say(what, now);
    }

    /// <summary>Gives the service back what belongs to one of its revisions; its other members are its own. Amazon ECS API reference, ServiceRevision.</summary>
    public void Restore(string revisionArn)
    {
        if (Revisions.Find(known => known.Arn == revisionArn) is not { } revision)
            return;
        foreach (var member in OfRevision)
        {
            Definition.Remove(member);
            if (revision.Definition[member] is { } given)
                Definition[member] = given.DeepClone();
        }
    }
}

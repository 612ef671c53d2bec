using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.LocalAws.CloudWatch.Contract;
using Slipway.LocalAws.DeploymentConfiguration;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>Begins deployments of services, with the records that tell of them.</summary>
public sealed class DeploymentStart(LoadBalancerRules loadBalancers, DiscoveryRules discovery, ConnectRules connections, LaunchRules launches, IAlarms alarms, EcsArns arns, TimeProvider time)
{
    private const int DeploymentsKept = 50;

    /// <summary>The revision that a service, or a task set of it, comes to with this task definition.</summary>
    /// <param name="definition">Has the <c>loadBalancers</c>, the <c>serviceRegistries</c>, and where the tasks run.</param>
    /// <exception cref="AwsErrorException">The load balancers, the registries, Service Connect, the network or the launch type do not fit, an alarm is not there, or Exec has no task role.</exception>
    internal ServiceRevision Revision(Service service, RegisteredTaskDefinition taskDefinition, JsonObject definition)
    {
        var traffic = DeploymentLimits.Of(definition.Object("deploymentConfiguration"), service.IsDaemon).Traffic;
        // ECS's own words, and whether it looks for the alarms by now, are not known.
        if (DeploymentAlarms.Of(definition.Object("deploymentConfiguration"))?.Names.FirstOrDefault(name => alarms.Find(name) is null) is { } missing)
            throw EcsErrors.InvalidParameter($"The CloudWatch alarm '{missing}' of the deployment does not exist.");
        var launch = launches.Check(definition, taskDefinition, service.Cluster);
        ExecRules.CheckService(definition, taskDefinition);
        var ports = loadBalancers.Check(definition.Objects("loadBalancers"), taskDefinition, traffic is not null);
        var registry = discovery.Check(definition, taskDefinition, traffic is not null);
        var connect = connections.Check(service, definition, taskDefinition, traffic is not null);
        var id = Random.Shared.NextInt64(1_000_000_000_000_000_000, long.MaxValue).ToString("D19", CultureInfo.InvariantCulture);
        return new(arns.ServiceRevision(service.Cluster, service.Name, id), taskDefinition.Arn, ports, definition.DeepClone().AsObject(), time.GetUtcNow()) { Launch = launch, Registry = registry, Connect = connect };
    }

    /// <summary>Whether a definition wants tasks elsewhere than where they are now.</summary>
    /// <exception cref="AwsErrorException">The network or the launch type do not fit.</exception>
    internal bool Moves(Service service, RegisteredTaskDefinition taskDefinition, JsonObject definition) =>
        !launches.Check(definition, taskDefinition, service.Cluster).IsSameAs(service.Primary.Launch);

    /// <summary>Makes a revision the one that ECS's own scheduler brings the service to; a deployment that is under way stops where it is.</summary>
    internal void Begin(Service service, ServiceRevision revision)
    {
        var now = time.GetUtcNow();
        var traffic = service.Limits.Traffic;
        var source = SourceOf(service);
        if (traffic is not null && source is not null)
            revision = revision with { BalancedPorts = BesideThoseOf(source, revision) };
        var deployment = Deployment.Begin(Deployment.NewId(), revision, now);
        var reconciles = service.Deployments.Exists(known => known != source);
        service.CurrentDeployment?.End(ServiceDeploymentStatus.Stopped, "A new deployment of the service was started.", now);
        var watched = Watched(service);
        service.ServiceDeployments.Insert(0, new()
        {
            Arn = arns.ServiceDeployment(service.Cluster, service.Name, Guid.NewGuid().ToString("n")[..21]),
            DeploymentId = deployment.Id,
            SourceId = source?.Id,
            TargetRevision = revision.Arn,
            SourceRevisions = source is null ? [] : [source.RevisionArn],
            Configuration = service.Limits.ToJson(service.Definition.Object("deploymentConfiguration")),
            CreatedAt = now,
            UpdatedAt = now,
            WatchedAlarms = [.. watched.Select(alarm => alarm.Name)],
            AlarmEvaluation = watched.Select(alarm => alarm.Evaluation).DefaultIfEmpty().Max(),
            Reconciles = reconciles,
            Stage = traffic is null ? null : reconciles ? LifecycleStage.ReconcileService : LifecycleStage.PreScaleUp,
            StageSince = now,
        });
        service.Deployments.Insert(0, deployment);
        service.Revisions.Insert(0, revision);
        Forget(service);
        service.Steady = false;
    }

    /// <summary>The alarms that can fail a deployment: none while one of them is in ALARM, so that what is wrong can be deployed away.</summary>
    private List<AlarmFacts> Watched(Service service)
    {
        var names = DeploymentAlarms.Of(service.Definition.Object("deploymentConfiguration"))?.Names ?? [];
        var found = names.Select(alarms.Find).OfType<AlarmFacts>().ToList();
        return found.Exists(alarm => alarm.IsRaised) ? [] : found;
    }

    /// <summary>What serves the requests now: what a blue/green deployment goes back to.</summary>
    private static Deployment? SourceOf(Service service)
    {
        if (service.CurrentDeployment is { Stage: not null } interrupted)
        {
            var id = interrupted is { RollsBack: false, Share.Production: >= 100 } ? interrupted.DeploymentId : interrupted.SourceId;
            return service.Deployments.Find(known => known.Id == id);
        }

        return service.Deployments.Find(known => known.RolloutState == RolloutState.Completed)
            ?? service.Deployments.Find(known => known.Id == service.LastCompleted?.Id);
    }

    /// <summary>Of each pair of target groups, the one that the tasks of the source are not in.</summary>
    private static List<BalancedPort> BesideThoseOf(Deployment source, ServiceRevision revision) =>
    [
        .. revision.BalancedPorts.Select((port, index) => source.BalancedPorts.Any(taken => taken.TargetGroupArn == port.TargetGroupArn)
            ? port with { TargetGroupArn = revision.Definition.Objects("loadBalancers")[index].Object("advancedConfiguration")!.Text("alternateTargetGroupArn")! }
            : port),
    ];

    private static void Forget(Service service)
    {
        service.ServiceDeployments.RemoveRange(Math.Min(DeploymentsKept, service.ServiceDeployments.Count), Math.Max(0, service.ServiceDeployments.Count - DeploymentsKept));
        var spokenOf = service.ServiceDeployments.SelectMany(known => known.SourceRevisions.Append(known.TargetRevision))
            .Concat(service.Deployments.Select(known => known.RevisionArn)).ToHashSet();
        service.Revisions.RemoveAll(revision => !spokenOf.Contains(revision.Arn));
    }
}

using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of <c>deploy</c>.</summary>
internal static class DeployKeys
{
    private const string NotForArtifacts = "none; required unless the strategy is `artifacts-only`";

    private static readonly Key<DeployStrategy> Strategy = new(
        "strategy",
        new ChoiceSchema<DeployStrategy>(
            new("rolling", DeployStrategy.Rolling),
            new("blue-green", DeployStrategy.BlueGreen),
            new("ecs-blue-green", DeployStrategy.EcsBlueGreen),
            new("artifacts-only", DeployStrategy.ArtifactsOnly)),
        "`rolling`: ECS replaces tasks, a few at a time. `blue-green`: CodeDeploy shifts the traffic. `ecs-blue-green`: ECS itself shifts it. `artifacts-only`: another program deploys, from the artifacts.")
    {
        IsRequired = true,
        Example = "rolling",
    };

    private static readonly Key<string> Cluster = new("cluster", new TextSchema(TextRules.EcsName), "The ECS cluster that the service is in.")
    {
        DefaultInWords = NotForArtifacts,
        Example = "staging",
    };

    private static readonly Key<string> Service = new("service", new TextSchema(TextRules.EcsName), "The ECS service that takes the release.")
    {
        DefaultInWords = NotForArtifacts,
        Example = "shop",
    };

    private static readonly Key<Template> TaskDefinition = new(
        "taskDefinition", new TemplateSchema(TemplateKind.Path), "The task definition: a JSON file as `aws ecs register-task-definition` takes it.")
    {
        Default = "taskdefs/{env}-taskdef.json",
    };

    private static readonly Key<string> Appspec = new(
        "appspec", new TextSchema(TextRules.Path), "CodeDeploy's file, which says what container and port take the traffic. It is written to `artifacts/` as it is. Where the repository has none, strategies `blue-green` and `artifacts-only` make it from a task definition with one port; the others need none.")
    {
        Default = "appspec.yaml",
    };

    private static readonly Key<int> DesiredCount = new("desiredCount", new NumberSchema(0, 5000), "The number of tasks.")
    {
        DefaultInWords = "as many as the service has, which autoscaling may have set",
        Example = 2,
    };

    private static readonly Key<Duration> Timeout = new("timeout", new DurationSchema(), "When the deployment must be done.") { Default = "15m" };

    private static readonly Key<CodeDeploySettings> CodeDeploy =
        new("codeDeploy", CodeDeployKeys.Shape, "What of CodeDeploy shifts the traffic; required when the strategy is `blue-green`.");

    private static readonly Key<LaunchType> LaunchType = new(
        "launchType",
        new ChoiceSchema<LaunchType>(new("ec2", Ecs.TaskDefinitions.LaunchType.Ec2), new("fargate", Ecs.TaskDefinitions.LaunchType.Fargate)),
        "What the tasks run on: container instances of the cluster, or Fargate.")
    {
        DefaultInWords = "what the service has",
        Example = "fargate",
    };

    private static readonly Key<LoadBalancerSettings> LoadBalancer = new("loadBalancer", LoadBalancerKeys.Shape, "What leads requests to the service's tasks.")
    {
        DefaultInWords = "what the service has",
    };

    private static readonly Key<NetworkSettings> Network = new(
        "network", NetworkKeys.Shape, "The network of the tasks, for a task definition of network mode `awsvpc`. A service that is there gets it where it has another one, except with strategy `blue-green`, where the service's own or the appspec's holds.")
    {
        DefaultInWords = "what the service has; required where Slipway creates a service with such a task definition, except in a rehearsal",
    };

    private static readonly Key<ScanSettings> Scan = new(
        "scan", ScanKeys.Shape, "Stops a deployment of images in which ECR's scan, basic or enhanced, has found something; also of images whose scan cannot be had.")
    {
        DefaultInWords = "findings of scans are not asked for",
    };

    private static readonly Key<Template> Lock = new(
        "lock",
        new TemplateSchema(TemplateKind.Text, TextRules.LockObject),
        "The S3 object that keeps a second deployment from running at the same time, `s3://bucket/key`. It needs the permissions `s3:GetObject` and `s3:PutObject`, also for the keys that begin with it.")
    {
        DefaultInWords = "`slipway/APPLICATION/{env}.lock` in the bucket of the first secret that is in S3; without one, nothing keeps two deployments apart",
        Example = "s3://shop-deployments/{env}.lock",
    };

    public static readonly ObjectSchema<DeploySettings> Shape = new(
        [Strategy, Cluster, Service, TaskDefinition, Appspec, DesiredCount, Timeout, CodeDeploy, LaunchType, LoadBalancer, Network, Scan, Lock], Build);

    private static DeploySettings Build(Values read)
    {
        var strategy = read.Of(Strategy);

        if (strategy != DeployStrategy.ArtifactsOnly)
        {
            RequireUnlessWritten(read, Cluster);
            RequireUnlessWritten(read, Service);
        }

        if (strategy == DeployStrategy.BlueGreen)
            RequireUnlessWritten(read, CodeDeploy, "; strategy 'blue-green' needs its 'application' and 'deploymentGroup'");

        if (read.IfGiven(LaunchType) == Ecs.TaskDefinitions.LaunchType.Ec2 && read.OrNull(Network)?.PublicIp == true)
            NotePublicIp(read);

        return new(
            strategy,
            read.OrNull(Cluster),
            read.OrNull(Service),
            read.Of(TaskDefinition),
            read.Of(Appspec),
            read.IfGiven(DesiredCount),
            read.Of(Timeout).Time,
            read.OrNull(CodeDeploy),
            read.IfGiven(LaunchType),
            read.OrNull(LoadBalancer),
            read.Place)
        {
            Network = read.OrNull(Network),
            Scan = read.OrNull(Scan),
            Lock = read.OrNull(Lock),
        };
    }

    private static void NotePublicIp(Values read) => read.Note(
        read.Context.Places.GetValueOrDefault($"{read.PathOf(Network)}.{NetworkKeys.PublicIp.Name}", read.PlaceOf(Network)),
        ErrorCode.Conflict,
        "ECS gives tasks on container instances no public IP address: leave 'publicIp' out, or write 'launchType: fargate'");

    /// <summary>A wrong value is a mistake already, and not a missing one.</summary>
    private static void RequireUnlessWritten(Values read, Key key, string why = "")
    {
        if (!read.IsWritten(key))
            read.Missing(key.Name, why);
    }
}

using Slipway.Ecs.TaskDefinitions;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of a service: of <c>deploy</c> where it is about one, and of each entry of <c>deploy.services</c>.</summary>
internal static class ServiceKeys
{
    public static readonly Key<DeployStrategy> Strategy = new(
        "strategy",
        new ChoiceSchema<DeployStrategy>(
            new("rolling", DeployStrategy.Rolling),
            new("blue-green", DeployStrategy.BlueGreen),
            new("ecs-blue-green", DeployStrategy.EcsBlueGreen),
            new("artifacts-only", DeployStrategy.ArtifactsOnly)),
        "`rolling`: ECS replaces tasks, a few at a time. `blue-green`: CodeDeploy shifts the traffic. `ecs-blue-green`: ECS itself shifts it. `artifacts-only`: another program deploys, from the artifacts.")
    {
        DefaultInWords = "none; required, but where each of `services` has its own",
        Example = "rolling",
    };

    public static readonly Key<string> Service = new("service", new TextSchema(TextRules.EcsName), "The ECS service that takes the release.")
    {
        DefaultInWords = "none; required unless the strategy is `artifacts-only` or there are `services`",
        Example = "shop",
    };

    public static readonly Key<Template> TaskDefinition = new(
        "taskDefinition", new TemplateSchema(TemplateKind.Path), "The task definition: a JSON file as `aws ecs register-task-definition` takes it.")
    {
        Default = "taskdefs/{env}-taskdef.json",
    };

    public static readonly Key<Template> ServiceDefinition = new(
        "serviceDefinition", new TemplateSchema(TemplateKind.Path), "The service definition: a JSON file as `aws ecs create-service --cli-input-json` takes it. What it says is the service's from the first deployment on, what it leaves out stays as it is. With strategy `blue-green` ECS changes little of a service that is there; the rest is the appspec's.")
    {
        DefaultInWords = "none; the service has what it has",
        Example = "taskdefs/{env}-service.json",
    };

    public static readonly Key<string> Appspec = new(
        "appspec", new TextSchema(TextRules.Path), "CodeDeploy's file, which says what container and port take the traffic. It is written to `artifacts/` as it is. Where the repository has none, strategies `blue-green` and `artifacts-only` make it from a task definition with one port; the others need none.")
    {
        Default = "appspec.yaml",
    };

    public static readonly Key<int> DesiredCount = new("desiredCount", new NumberSchema(0, 5000), "The number of tasks.")
    {
        DefaultInWords = "as many as the service has, which autoscaling may have set",
        Example = 2,
    };

    public static readonly Key<CodeDeploySettings> CodeDeploy =
        new("codeDeploy", CodeDeployKeys.Shape, "What of CodeDeploy shifts the traffic; required when the strategy is `blue-green`.");

    public static readonly Key<LaunchType> LaunchType = new(
        "launchType",
        new ChoiceSchema<LaunchType>(new("ec2", Ecs.TaskDefinitions.LaunchType.Ec2), new("fargate", Ecs.TaskDefinitions.LaunchType.Fargate)),
        "What the tasks run on: container instances of the cluster, or Fargate.")
    {
        DefaultInWords = "what the service has",
        Example = "fargate",
    };

    public static readonly Key<LoadBalancerSettings> LoadBalancer = new("loadBalancer", LoadBalancerKeys.Shape, "What leads requests to the service's tasks.")
    {
        DefaultInWords = "what the service has",
    };

    public static readonly Key<NetworkSettings> Network = new(
        "network", NetworkKeys.Shape, "The network of the tasks, for a task definition of network mode `awsvpc`. A service that is there gets it where it has another one, except with strategy `blue-green`, where the service's own or the appspec's holds.")
    {
        DefaultInWords = "what the service has; required where Slipway creates a service with such a task definition, except in a rehearsal",
    };

    public static readonly Key<bool> SuspendScaling = new(
        "suspendScaling", new BooleanSchema(), "Whether Application Auto Scaling is suspended while the service is deployed: its policies and scheduled actions neither add nor remove tasks then. Whatever becomes of the deployment, the service gets the scaling back that it had.")
    {
        Default = false,
    };

    /// <summary>Those that <c>deploy</c> cannot have beside <c>services</c>: no two services can share them.</summary>
    public static readonly Key[] OfOne = [Service, TaskDefinition, ServiceDefinition, Appspec, CodeDeploy, LoadBalancer];

    /// <summary>The service of a <c>deploy</c> that is about one.</summary>
    public static ServiceSettings Build(Values deploy, string? cluster)
    {
        Require(deploy, Strategy);
        var strategy = deploy.Of(Strategy);
        if (strategy != DeployStrategy.ArtifactsOnly)
        {
            Require(deploy, DeployKeys.Cluster);
            Require(deploy, Service);
        }

        if (strategy == DeployStrategy.BlueGreen) Require(deploy, CodeDeploy, "; strategy 'blue-green' needs its 'application' and 'deploymentGroup'");
        var network = deploy.OrNull(Network);
        NotePublicIp(deploy, deploy.IfGiven(LaunchType), network, deploy.PathOf(Network));
        NoteUselessDefinition(deploy, ServiceDefinition, strategy);
        return new(
            null, strategy, cluster, deploy.OrNull(Service), deploy.Of(TaskDefinition), deploy.Of(Appspec), deploy.IfGiven(DesiredCount), deploy.OrNull(CodeDeploy),
            deploy.IfGiven(LaunchType), deploy.OrNull(LoadBalancer), deploy.Place)
        {
            ServiceDefinition = deploy.OrNull(ServiceDefinition),
            Network = network,
            SuspendsScaling = deploy.Of(SuspendScaling),
            Places = deploy.Context.Places,
        };
    }

    /// <summary>A wrong value is a mistake already, and not a missing one.</summary>
    public static void Require(Values read, Key key, string why = "")
    {
        if (!read.IsWritten(key)) read.Missing(key.Name, why);
    }

    public static void NoteUselessDefinition(Values read, Key key, DeployStrategy strategy)
    {
        if (read.IsWritten(key) && strategy == DeployStrategy.ArtifactsOnly)
            read.Note(read.PlaceOf(key), ErrorCode.Conflict, $"another program deploys the service (strategy 'artifacts-only'), and would not read '{read.PathOf(key)}': remove it");
    }

    /// <param name="path">Of the key that the network stands under.</param>
    public static void NotePublicIp(Values read, LaunchType? launchType, NetworkSettings? network, string path)
    {
        if (launchType != Ecs.TaskDefinitions.LaunchType.Ec2 || network?.PublicIp != true) return;
        read.Note(
            read.Context.Places.GetValueOrDefault($"{path}.{NetworkKeys.PublicIp.Name}", network.Place),
            ErrorCode.Conflict,
            "ECS gives tasks on container instances no public IP address: leave 'publicIp' out, or write 'launchType: fargate'");
    }
}

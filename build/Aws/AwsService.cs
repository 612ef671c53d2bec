namespace Slipway.Aws;

/// <summary>A service that is called by signed requests to one address: in the JSON 1.1 protocol, in the Query protocol, or in that of REST and JSON.</summary>
/// <param name="Id">The SDKs' service id, which names AWS_ENDPOINT_URL_{ID} and the key in a profile's <c>services</c> section.</param>
/// <param name="Host">The first part of its host name: <c>api.ecr</c>.</param>
/// <param name="SigningName">The name in the signature and in IAM actions: <c>ecr</c>.</param>
/// <param name="Model">In JSON what stands before the operation in <c>X-Amz-Target</c>, in Query the <c>Version</c>; empty in REST and JSON.</param>
public sealed record AwsService(string Id, string Host, string SigningName, string Model)
{
    public static AwsService Ecr { get; } = new("ECR", "api.ecr", "ecr", "AmazonEC2ContainerRegistry_V20150921");

    public static AwsService Ecs { get; } = new("ECS", "ecs", "ecs", "AmazonEC2ContainerServiceV20141113");

    public static AwsService CodeDeploy { get; } = new("CodeDeploy", "codedeploy", "codedeploy", "CodeDeploy_20141006");

    public static AwsService CodePipeline { get; } = new("CodePipeline", "codepipeline", "codepipeline", "CodePipeline_20150709");

    public static AwsService Logs { get; } = new("CloudWatch Logs", "logs", "logs", "Logs_20140328");

    public static AwsService SecretsManager { get; } = new("Secrets Manager", "secretsmanager", "secretsmanager", "secretsmanager");

    public static AwsService ParameterStore { get; } = new("SSM", "ssm", "ssm", "AmazonSSM");

    /// <summary>Session Manager's data channels, which are WebSockets; it has no operations of its own for callers.</summary>
    public static AwsService SessionMessages { get; } = new("SSM Messages", "ssmmessages", "ssmmessages", "");

    public static AwsService Scheduler { get; } = new("Scheduler", "scheduler", "scheduler", "");

    /// <summary>AWS Cloud Map.</summary>
    public static AwsService ServiceDiscovery { get; } = new("ServiceDiscovery", "servicediscovery", "servicediscovery", "Route53AutoNaming_v20170314");

    public static AwsService Scaling { get; } = new("Application Auto Scaling", "application-autoscaling", "application-autoscaling", "AnyScaleFrontendService");

    public static AwsService LoadBalancing { get; } = new("Elastic Load Balancing v2", "elasticloadbalancing", "elasticloadbalancing", "2015-12-01");

    public static AwsService Iam { get; } = new("IAM", "iam", "iam", "2010-05-08") { IsGlobal = true };

    /// <summary>One address for all regions, at which requests are signed for the partition's first.</summary>
    public bool IsGlobal { get; init; }
}

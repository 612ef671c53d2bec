namespace Slipway.Aws;

/// <summary>A service that speaks JSON 1.1 under <c>X-Amz-Target</c>.</summary>
/// <param name="Id">The SDKs' service id, which names AWS_ENDPOINT_URL_{ID} and the key in a profile's <c>services</c> section.</param>
/// <param name="Host">The first part of its host name: <c>api.ecr</c>.</param>
/// <param name="SigningName">The name in the signature and in IAM actions: <c>ecr</c>.</param>
/// <param name="TargetPrefix">What stands before the operation in <c>X-Amz-Target</c>.</param>
public sealed record AwsService(string Id, string Host, string SigningName, string TargetPrefix)
{
    public static AwsService Ecr { get; } = new("ECR", "api.ecr", "ecr", "AmazonEC2ContainerRegistry_V20150921");

    public static AwsService Ecs { get; } = new("ECS", "ecs", "ecs", "AmazonEC2ContainerServiceV20141113");
}

namespace Slipway.Ecs.Linting;

/// <summary>Where the rules come from.</summary>
internal static class Documents
{
    public const string Parameters = "Amazon ECS Developer Guide: Task definition parameters";
    public const string Fargate = "Amazon ECS Developer Guide: Task definition differences for Fargate";
    public const string EnvironmentFiles = "Amazon ECS Developer Guide: Pass environment variables to a container";
    public const string Secrets = "Amazon ECS Developer Guide: Pass Secrets Manager secrets through Amazon ECS environment variables";
    public const string Firelens = "Amazon ECS Developer Guide: Example Amazon ECS task definition: Route logs to FireLens";
    public const string ExecutionRole = "Amazon ECS Developer Guide: Task execution IAM role";
    public const string Awsvpc = "Amazon ECS Developer Guide: Allocate a network interface for an Amazon ECS task";
    public const string Quotas = "Amazon ECS Developer Guide: Service quotas";
    public const string Registration = "Amazon ECS API: errors of RegisterTaskDefinition";
    public const string Docker = "Docker Engine API: ContainerCreate";
    public const string Json = "RFC 8259: The JavaScript Object Notation Data Interchange Format";

    public static string Api(string type) => $"Amazon ECS API Reference: {type}";
}

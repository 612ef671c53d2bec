using System.Text.Json.Nodes;
using Slipway.LocalAws.DeploymentConfiguration;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>What ECS refuses, in its own codes and sentences.</summary>
internal static class EcsErrors
{
    public static AwsErrorException ClusterNotFound() => new("ClusterNotFoundException", "Cluster not found.");

    public static AwsErrorException ServiceNotFound() => new("ServiceNotFoundException", "Service not found.");

    public static AwsErrorException ServiceNotActive() => new("ServiceNotActiveException", "Service was not ACTIVE.");

    public static AwsErrorException TaskNotFound() => new("InvalidParameterException", "The referenced task was not found.");

    public static AwsErrorException TaskDefinitionNotFound() => new("ClientException", "TaskDefinition not found.");

    public static AwsErrorException TaskDefinitionInactive() => new("ClientException", "TaskDefinition is inactive");

    public static AwsErrorException CannotDescribeTaskDefinition() => new("ClientException", "Unable to describe task definition.");

    public static AwsErrorException Client(string message) => new("ClientException", message);

    public static AwsErrorException InvalidParameter(string message) => DeploymentErrors.InvalidParameter(message);

    /// <param name="tasks">The ARNs of those that the token stands for.</param>
    public static AwsErrorException TokenInUse(IEnumerable<string> tasks) =>
        new("ConflictException", "The clientToken is in use with a different RunTask request: send a token of its own with this one, or the parameters of the first.")
        {
            Members = new() { ["resourceIds"] = new JsonArray([.. tasks.Select(arn => JsonValue.Create(arn))]) },
        };

    /// <summary>For what ECS can do and LocalAws cannot.</summary>
    public static AwsErrorException Unsupported(string what) => DeploymentErrors.Unsupported(what);
}

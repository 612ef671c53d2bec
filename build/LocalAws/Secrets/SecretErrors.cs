
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Secrets;

/// <summary>What Secrets Manager refuses, in its words.</summary>
internal static class SecretErrors
{
    public static AwsErrorException NotFound() => new("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");

    public static AwsErrorException NoVersion(string id) =>
        new("ResourceNotFoundException", $"Secrets Manager can't find the specified secret value for VersionId: {id}");

    public static AwsErrorException NoStage(string stage) =>
        new("ResourceNotFoundException", $"Secrets Manager can't find the specified secret value for staging label: {stage}");

    public static AwsErrorException Exists(string name) => new("ResourceExistsException", $"The operation failed because the secret {name} already exists.");

    public static AwsErrorException VersionExists(string id) =>
        new("ResourceExistsException", $"A resource with the ID you requested already exists: version {id} has another value.");

    public static AwsErrorException Marked() =>
        new("InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.");

    public static AwsErrorException Scheduled() =>
        new("InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.");

    public static AwsErrorException InvalidParameter(string message) => new("InvalidParameterException", message);
}

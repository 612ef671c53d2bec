using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>What CodeDeploy refuses, by its error codes, and in its own sentences where users have quoted them.</summary>
internal static class CodeDeployErrors
{
    private const int LargestBatch = 100;

    public static AwsErrorException ApplicationNotFound(string name) => new("ApplicationDoesNotExistException", $"No application found for name: {name}");

    public static AwsErrorException GroupNotFound(string name) => new("DeploymentGroupDoesNotExistException", $"No Deployment Group found for name: {name}");

    public static AwsErrorException ConfigNotFound(string name) => new("DeploymentConfigDoesNotExistException", $"No Deployment Configuration found for name: {name}");

    public static AwsErrorException DeploymentNotFound(string id) => new("DeploymentDoesNotExistException", $"The deployment {id} could not be found");

    public static AwsErrorException AlreadyCompleted(string id) => new("DeploymentAlreadyCompletedException", $"The deployment {id} is already complete");

    public static AwsErrorException InvalidRevision(string message) => new("InvalidRevisionException", message);

    public static AwsErrorException Of(string code, string message) => new(code, message);

    /// <summary>The names of a batch: one at least, and 100 at most.</summary>
    public static IReadOnlyList<string> Several(IReadOnlyList<string> names, string code, string member) => names.Count switch
    {
        0 => throw new AwsErrorException(code, $"{member} must be specified"),
        > LargestBatch => throw new AwsErrorException("BatchLimitExceededException", $"{names.Count} {member} are given, more than {LargestBatch}."),
        _ => names,
    };

    /// <summary>A name that has to be there, as a refusal of its own code.</summary>
    public static string Required(string? value, string code, string member) =>
        value is { Length: > 0 } ? value : throw new AwsErrorException(code, $"{member} must be specified");
}

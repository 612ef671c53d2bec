
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>What CloudWatch Logs refuses, in its words.</summary>
internal static class LogErrors
{
    public static AwsErrorException NoGroup() => new("ResourceNotFoundException", "The specified log group does not exist.");

    public static AwsErrorException NoStream() => new("ResourceNotFoundException", "The specified log stream does not exist.");

    public static AwsErrorException GroupExists() => new("ResourceAlreadyExistsException", "The specified log group already exists");

    public static AwsErrorException StreamExists() => new("ResourceAlreadyExistsException", "The specified log stream already exists");

    public static AwsErrorException Invalid(string message) => new("InvalidParameterException", message);

    /// <summary>A member that is not what the API's model says.</summary>
    public static AwsErrorException Constraint(string value, string member, string constraint) =>
        Invalid($"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}");
}

using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Acm.Resources;

/// <summary>What ACM refuses, in its codes; the sentences are ACM's where users have quoted them, which is not confirmed for each.</summary>
internal static class AcmErrors
{
    public static AwsErrorException NotFound(string arn) => new("ResourceNotFoundException", $"Could not find certificate {arn}.");

    public static AwsErrorException InUse(string arn, string account) => new("ResourceInUseException", $"Certificate {arn} in account {account} is in use.");

    public static AwsErrorException Validation(string message) => new("ValidationException", message);

    public static AwsErrorException InvalidParameter(string message) => new("InvalidParameterException", message);
}

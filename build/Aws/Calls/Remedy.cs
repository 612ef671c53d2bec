using System.Text.RegularExpressions;

namespace Slipway.Aws.Calls;

/// <summary>What a user can do about the usual causes.</summary>
internal static partial class Remedy
{
    public static string? For(AwsException exception) => exception.Kind switch
    {
        AwsFailure.Credentials => ForCredentials(exception),
        AwsFailure.Region => "Set AWS_REGION, or 'region' in the configuration or in the AWS profile.",
        AwsFailure.AccessDenied => ForAccessDenied(exception),
        AwsFailure.Throttled => "The account's request rate is used up: wait, or run fewer deployments at once.",
        AwsFailure.Unreachable => "Check the network, the proxy, and the endpoint (AWS_ENDPOINT_URL, and endpoint_url in the AWS profile).",
        AwsFailure.Protocol => "Check that the endpoint is the service's (AWS_ENDPOINT_URL, and endpoint_url in the AWS profile).",
        AwsFailure.NotFound => ForMissing(exception.Code),
        _ => null,
    };

    /// <summary>Signatures are good for five minutes; that much of a difference is no delay of the answer's.</summary>
    private static readonly TimeSpan ToleratedSkew = TimeSpan.FromMinutes(4);

    private static string? ForCredentials(AwsException exception) => exception.Code switch
    {
        // It says what to do.
        "ProfileUnusable" => null,
        "NoCredentials" =>
            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN; "
            + "or sign in with 'aws sso login'.",
        "CredentialsUnusable" => "Sign in again ('aws sso login'), or correct the profile, the role or the token that gives them.",
        "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" =>
            "The session has expired: sign in again ('aws sso login'), or renew AWS_SESSION_TOKEN.",
        "RequestTimeTooSkewed" or "RequestExpired" => SetClock(exception),
        "InvalidSignatureException" or "SignatureDoesNotMatch" or "IncompleteSignatureException" when IsOfTheClock(exception) => SetClock(exception),
        "SignatureDoesNotMatch" or "InvalidSignatureException" =>
            "Check AWS_SECRET_ACCESS_KEY, or the profile's secret key, and this machine's clock.",
        _ => "Check AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, or the AWS profile: they must be of one session, and of this partition.",
    };

    /// <summary>AWS has no code of its own for a signature of another time, only words.</summary>
    private static bool IsOfTheClock(AwsException exception) =>
        exception.AwsMessage.StartsWith("Signature expired", StringComparison.Ordinal)
        || exception.AwsMessage.StartsWith("Signature not yet current", StringComparison.Ordinal)
        || IsSkewed(exception);

    private static bool IsSkewed(AwsException exception) => exception.ClockAhead is { } ahead && ahead.Duration() >= ToleratedSkew;

    private static string SetClock(AwsException exception) => IsSkewed(exception)
        ? $"This machine's clock is {exception.ClockAhead!.Value.Duration().TotalMinutes:0} minutes {(exception.ClockAhead > TimeSpan.Zero ? "ahead of" : "behind")} AWS's: set it, or have it set by a time server."
        : "Set this machine's clock.";

    /// <summary>The message names the action when it is not the call's own (iam:PassRole in UpdateService).</summary>
    private static string? ForAccessDenied(AwsException exception)
    {
        var named = ActionInMessage().Match(exception.AwsMessage);
        var action = named.Success ? named.Groups["action"].Value : exception.Call.Action;
        if (action.Length == 0) return null;
        var allow = $"Allow the caller '{action}'{(exception.Resource is null ? "" : $" on {exception.Resource}")}.";
        return action == "s3:GetObject"
            ? $"{allow} Without 's3:ListBucket' on the bucket, S3 says the same of an object that does not exist."
            : allow;
    }

    private static string? ForMissing(string code) => code switch
    {
        "ClusterNotFoundException" or "ServiceNotFoundException" or "RepositoryNotFoundException" =>
            "Create it, or correct the name, the region or the account.",
        "NoSuchBucket" => "Create the bucket, or correct its name.",
        "NoSuchKey" => "Upload the object, or correct its key.",
        _ => null,
    };

    [GeneratedRegex(@"not authorized to perform:? (?<action>[A-Za-z0-9-]+:[A-Za-z0-9*]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ActionInMessage();
}

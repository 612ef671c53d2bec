using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;

namespace Slipway.Aws.Calls;

/// <summary>Turns what HTTP and the SDK throw into <see cref="AwsException"/>, and classifies AWS's codes.</summary>
internal static class Errors
{
    private static readonly HashSet<string> Throttling = new(StringComparer.Ordinal)
    {
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException",
        "TooManyRequests", "TooManyRequestsException", "RequestLimitExceeded", "BandwidthLimitExceeded", "SlowDown",
        "PriorRequestNotComplete", "ProvisionedThroughputExceededException", "TransactionInProgressException", "EC2ThrottledException",
    };

    private static readonly HashSet<string> Credentials = new(StringComparer.Ordinal)
    {
        "ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired", "InvalidToken",
        "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId", "MissingAuthenticationToken",
        "MissingAuthenticationTokenException", "IncompleteSignature", "IncompleteSignatureException", "InvalidSignatureException",
        "SignatureDoesNotMatch", "RequestTimeTooSkewed",
    };

    /// <summary>
    /// Codes that come with a 4xx status though the server, or the network, is at fault. The last two are S3's answer to a conditional
    /// write that met another one: sent again, it is told how things are.
    /// </summary>
    private static readonly HashSet<string> Faults = new(StringComparer.Ordinal)
    {
        "InternalFailure", "InternalError", "ServiceUnavailable", "ServiceUnavailableException", "ServerException",
        "RequestTimeout", "RequestTimeoutException", "ConditionalRequestConflict", "OperationAborted",
    };

    public static AwsFailure Classify(string code, HttpStatusCode status) => code switch
    {
        _ when Throttling.Contains(code) || status == HttpStatusCode.TooManyRequests => AwsFailure.Throttled,
        _ when Credentials.Contains(code) => AwsFailure.Credentials,
        _ when Faults.Contains(code) => AwsFailure.ServerFault,
        // 501 says that it will never work.
        _ when (int)status >= 500 && status != HttpStatusCode.NotImplemented => AwsFailure.ServerFault,
        "UnauthorizedOperation" => AwsFailure.AccessDenied,
        _ when code.StartsWith("AccessDenied", StringComparison.Ordinal) || status == HttpStatusCode.Forbidden => AwsFailure.AccessDenied,
        "NoSuchKey" or "NoSuchBucket" or "NoSuchEntity" or "ParameterNotFound" => AwsFailure.NotFound,
        _ when code.EndsWith("NotFoundException", StringComparison.Ordinal) || status == HttpStatusCode.NotFound => AwsFailure.NotFound,
        _ => AwsFailure.Refused,
    };

    /// <summary>False for what is not a failure of the call: cancellation, and mistakes of our own.</summary>
    public static bool Translates(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        AmazonServiceException or AmazonClientException or HttpRequestException => true,
        // An IOException alone is the disk's, where the answer is written to.
        _ => Find<HttpIOException>(exception) is not null || Find<SocketException>(exception) is not null
            || Find<AwsException>(exception) is not null,
    };

    public static AwsException Translate(AwsCall call, Exception exception) => exception switch
    {
        AmazonServiceException { StatusCode: >= HttpStatusCode.Ambiguous, ErrorCode: not null } refusal => FromSdk(call, refusal),
        _ when Find<AwsException>(exception) is { } ours => ours,
        _ when Find<HttpRequestException>(exception) is { } network => Unreachable(call, network.Message, exception),
        _ when Find<HttpIOException>(exception) is { } broken => Unreachable(call, broken.Message, exception),
        _ when Find<SocketException>(exception) is { } socket => Unreachable(call, socket.Message, exception),
        OperationCanceledException => Unreachable(call, "no answer in time.", exception),
        _ => new AwsException(AwsFailure.Protocol, call, "UnexpectedAnswer", exception.Message, exception),
    };

    private static AwsException FromSdk(AwsCall call, AmazonServiceException refusal)
    {
        // What the SDK calls a refused HEAD, whose answer has no body and so no code.
        var code = refusal.ErrorCode == "Forbidden" ? "AccessDenied" : refusal.ErrorCode;
        return new AwsException(Classify(code, refusal.StatusCode), call, code, refusal.Message, refusal)
        {
            RequestId = string.IsNullOrEmpty(refusal.RequestId) ? null : refusal.RequestId,
            HttpStatus = refusal.StatusCode,
        };
    }

    private static AwsException Unreachable(AwsCall call, string message, Exception exception) =>
        new(AwsFailure.Unreachable, call, "NoConnection", message, exception);

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found) return found;
        }

        return null;
    }
}

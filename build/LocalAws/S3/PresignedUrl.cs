using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>
/// The time for which a presigned URL is good, by both versions of signatures: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html.
/// The guide does not have the texts of the refusals; they are those that S3's callers report, and not confirmed otherwise.
/// </summary>
internal static class PresignedUrl
{
    /// <summary>Seven days, in seconds.</summary>
    private const long Longest = 604_800;

    private const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string AnswerFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <exception cref="AwsErrorException">The call is by a URL whose time is over, or does not have one.</exception>
    public static void Check(S3Call call, DateTimeOffset now)
    {
        if (call.Request.Headers.Authorization.Count > 0)
            return;
        if (call.Parameter("X-Amz-Signature") is not null)
            CheckVersion4(call.Parameter("X-Amz-Date"), call.Parameter("X-Amz-Expires"), now);
        else
            CheckVersion2(call.Parameter("Expires"), now);
    }

    private static void CheckVersion4(string? date, string? expires, DateTimeOffset now)
    {
        if (date is null || expires is null)
            throw Wrong("Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
        if (!DateTimeOffset.TryParseExact(date, DateFormat, CultureInfo.InvariantCulture, Utc, out var signed))
            throw Wrong($"X-Amz-Date must be in the ISO8601 Long Format \"{DateFormat}\"");
        if (!long.TryParse(expires, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            throw Wrong("X-Amz-Expires should be a number");
        if (seconds < 0)
            throw Wrong("X-Amz-Expires must be non-negative");
        if (seconds > Longest)
            throw Wrong("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds");
        if (signed.AddSeconds(seconds) is var end && end < now)
            throw Expired(new() { ["X-Amz-Expires"] = expires }, end, now);
    }

    /// <param name="expires">Seconds since 1970.</param>
    private static void CheckVersion2(string? expires, DateTimeOffset now)
    {
        if (expires is null)
            throw new AwsErrorException("AccessDenied", "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters", 403);
        if (!long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            throw new AwsErrorException("AccessDenied", $"Invalid date (should be seconds since epoch): {expires}", 403);
        if (DateTimeOffset.FromUnixTimeSeconds(seconds) is var end && end < now)
            throw Expired([], end, now);
    }

    private static AwsErrorException Expired(JsonObject members, DateTimeOffset end, DateTimeOffset now)
    {
        members["Expires"] = end.UtcDateTime.ToString(AnswerFormat, CultureInfo.InvariantCulture);
        members["ServerTime"] = now.UtcDateTime.ToString(AnswerFormat, CultureInfo.InvariantCulture);
        return new("AccessDenied", "Request has expired", 403) { Members = members };
    }

    private static AwsErrorException Wrong(string message) => new("AuthorizationQueryParametersError", message);
}

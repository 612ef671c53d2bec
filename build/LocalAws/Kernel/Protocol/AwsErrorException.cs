using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>A refusal in AWS's words. Each protocol writes it in its own shape: JSON, Query XML or S3 XML.</summary>
/// <param name="code">AWS's error code, as in <c>RepositoryNotFoundException</c>.</param>
/// <param name="message">For the person who reads it in the client's output.</param>
/// <param name="status">The HTTP status; 4xx is never retried by the SDKs but for throttling codes.</param>
public sealed class AwsErrorException(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    /// <summary>What the error's shape has beside code and message; the JSON protocol and S3 write it.</summary>
    public JsonObject Members { get; init; } = [];

    /// <summary>
    /// For a call that is not signed, by the protocols of JSON and CBOR. ECR's answer, with status 400, as a client of it reports:
    /// https://github.com/jenkinsci/aws-credentials-plugin/issues/270. That the other services answer the same is unconfirmed.
    /// </summary>
    public static AwsErrorException NotSigned() => new("MissingAuthenticationTokenException", "Missing Authentication Token");

    /// <summary>For an operation that AWS has and LocalAws has not.</summary>
    public static AwsErrorException UnknownOperation(string service, string operation) =>
        new("UnknownOperationException", $"LocalAws does not emulate {service} {operation}; run this against AWS, or leave it out with --env=local.");

    /// <summary>For a service that LocalAws has not. 501 is a status that the SDKs do not retry.</summary>
    public static AwsErrorException NotImplemented(string what) =>
        new("NotImplemented", $"LocalAws does not emulate {what}; run this against AWS, or leave it out with --env=local.", 501);
}

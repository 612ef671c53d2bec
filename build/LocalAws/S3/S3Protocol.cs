using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.S3;

/// <summary>
/// S3 by REST and XML, in path style.
/// </summary>
internal sealed class S3Protocol(
    BucketCalls buckets, ConfigurationCalls configurations, ObjectCalls objects, TagCalls tags, AttributeCalls attributes, MultipartCalls multipart, PermissionGate gate, LocalAwsOptions options, TimeProvider time) : IProtocol
{
    private static readonly PermissionGate.Refusal Denied = new("AccessDenied", 403);

    public string DeniedCode => "AccessDenied";

    /// <summary>What is signed for S3; and what is not signed at all, which S3 refuses.</summary>
    public bool Accepts(HttpRequest request) => CredentialScope.ServiceOf(request) is null or "s3";

    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.Headers["x-amz-request-id"] = context.TraceIdentifier;
        if (!CredentialScope.IsSigned(context.Request))
            throw S3Errors.AccessDenied();
        var call = S3Call.Parse(context);
        PresignedUrl.Check(call, time.GetUtcNow());
        await gate.CheckAsync(context, ObjectPermissions.OperationOf(call), ObjectPermissions.Of(call), Denied, cancellationToken);
        RequestHeaders.Check(call, options);
        try
        {
            await AnswerAsync(call, cancellationToken);
        }
        catch (AwsErrorException missing) when (missing.Code == "NoSuchKey" && call.Bucket is { } bucket)
        {
            // To who may not list the bucket S3 does not say that an object is missing (S3 API reference, GetObject).
            await gate.CheckAsync(context, ObjectPermissions.OperationOf(call), ObjectPermissions.Listing(bucket), Denied, cancellationToken);
            throw;
        }
    }

    private Task AnswerAsync(S3Call call, CancellationToken cancellationToken) =>
        (call.Request.Method, call) switch
        {
            ("GET", { Bucket: null }) => buckets.ListAsync(call, cancellationToken),
            (_, { Key: null }) when BucketConfiguration.Of(call) is { } configuration => configurations.HandleAsync(call, configuration, cancellationToken),
            ("GET", { Key: null }) when call.Parameter("versions") is not null => buckets.ListVersionsAsync(call, cancellationToken),
            ("GET", { Key: null }) when call.Parameter("location") is not null => buckets.LocateAsync(call, cancellationToken),
            ("GET", { Key: null }) when call.Parameter("uploads") is not null => multipart.ListAsync(call, cancellationToken),
            ("GET", { Key: null }) => buckets.ListObjectsAsync(call, cancellationToken),
            ("HEAD", { Bucket: not null, Key: null }) => buckets.HeadAsync(call, cancellationToken),
            ("PUT", { Bucket: not null, Key: null }) => buckets.CreateAsync(call, cancellationToken),
            ("DELETE", { Bucket: not null, Key: null }) => buckets.DeleteAsync(call, cancellationToken),
            ("POST", { Key: null }) when call.Parameter("delete") is not null => buckets.DeleteObjectsAsync(call, cancellationToken),
            ("POST", { Key: not null }) when call.Parameter("uploads") is not null => multipart.CreateAsync(call, cancellationToken),
            ("POST", { Key: not null }) when call.Parameter("uploadId") is not null => multipart.CompleteAsync(call, cancellationToken),
            ("PUT", { Key: not null }) when call.Parameter("uploadId") is not null => multipart.PutPartAsync(call, cancellationToken),
            ("GET", { Key: not null }) when call.Parameter("uploadId") is not null => multipart.ListPartsAsync(call, cancellationToken),
            ("DELETE", { Key: not null }) when call.Parameter("uploadId") is not null => multipart.AbortAsync(call, cancellationToken),
            (_, { Key: not null }) when TagCalls.Accepts(call) => tags.HandleAsync(call, cancellationToken),
            (_, { Key: not null }) when AttributeCalls.Accepts(call) => attributes.HandleAsync(call, cancellationToken),
            ("GET" or "HEAD", { Key: not null }) => objects.GetAsync(call, cancellationToken),
            ("PUT", { Key: not null }) => objects.PutAsync(call, cancellationToken),
            ("DELETE", { Key: not null }) => objects.DeleteAsync(call, cancellationToken),
            _ => throw AwsErrorException.NotImplemented($"S3 {call.Request.Method} {call.Request.Path}{Parameters(call.Request)}"),
        };

    /// <summary>Their names: values may be a signature, or the key.</summary>
    private static string Parameters(HttpRequest request) => request.Query.Count > 0 ? $"?{string.Join('&', request.Query.Keys)}" : "";

    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = error.Status;
        if (HttpMethods.IsHead(context.Request.Method))
            return Task.CompletedTask;
        var document = new XElement(
            "Error",
            new XElement("Code", error.Code),
            new XElement("Message", error.Message),
            error.Members.Select(member => new XElement(member.Key, member.Value?.ToString())),
            new XElement("Resource", context.Request.Path.ToUriComponent()),
            new XElement("RequestId", context.TraceIdentifier));
        return XmlAnswer.WriteAsync(context.Response, document, cancellationToken);
    }
}

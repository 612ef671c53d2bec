using System.Text.Json.Nodes;
using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.S3;

/// <summary>The operations of S3 on the documents that a bucket is configured with: each is got, put and deleted at a parameter of its name.</summary>
internal sealed class ConfigurationCalls(BucketStore store, LocalAwsOptions options)
{
    private const string Policy = "policy";
    private const string Lifecycle = "lifecycle";

    /// <summary>The least size of objects that lifecycle rules move: the answer says it beside the rules.</summary>
    private const string SmallestMoved = "x-amz-transition-default-minimum-object-size";

    public async Task HandleAsync(S3Call call, BucketConfiguration configuration, CancellationToken cancellationToken)
    {
        call.AllowParameters(configuration.Name);
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        await (call.Request.Method switch
        {
            "GET" => GetAsync(call, bucket, configuration, cancellationToken),
            "PUT" when configuration.Name == Policy => PutPolicyAsync(call, bucket, cancellationToken),
            "PUT" => PutAsync(call, bucket, configuration, cancellationToken),
            "DELETE" when configuration.Missing is not null || configuration.Name == "encryption" => DeleteAsync(call, bucket, configuration, cancellationToken),
            _ => throw AwsErrorException.NotImplemented($"the parameter '{configuration.Name}' of S3 {call.Request.Method} on a bucket"),
        });
    }

    private async Task GetAsync(S3Call call, Bucket bucket, BucketConfiguration configuration, CancellationToken cancellationToken)
    {
        var (isKnown, document) = await bucket.ReadAsync(index => (index.Configurations.TryGetValue(configuration.Name, out var known), known), cancellationToken);
        if (document is null && (isKnown || configuration.Initial is null))
            throw new AwsErrorException(configuration.Missing!.Value.Code, configuration.Missing.Value.Message, 404) { Members = new JsonObject { ["BucketName"] = bucket.Name } };
        if (configuration.Name == Policy)
        {
            call.Response.ContentType = JsonProtocol.PlainContentType;
            await call.Response.WriteAsync(document!, cancellationToken);
            return;
        }

        if (configuration.Name == Lifecycle)
            call.Response.Headers[SmallestMoved] = await bucket.ReadAsync(index => index.Configurations.GetValueOrDefault(SmallestMoved), cancellationToken);
        await XmlAnswer.WriteAsync(call.Response, document is null ? ListAnswer.Element(configuration.Root, configuration.Initial!(options)) : XElement.Parse(document), cancellationToken);
    }

    private static async Task PutAsync(S3Call call, Bucket bucket, BucketConfiguration configuration, CancellationToken cancellationToken)
    {
        var check = configuration.Check ?? throw (await RefusalAsync(bucket, configuration, cancellationToken));
        var document = await call.ReadXmlAsync(cancellationToken);
        if (document.Name.LocalName != configuration.Root)
            throw S3Errors.MalformedXml();
        check(document);
        var smallest = call.Header(SmallestMoved) ?? "all_storage_classes_128K";
        await bucket.ConfigureAsync(
            index =>
            {
                index.Configurations[configuration.Name] = document.ToString(SaveOptions.DisableFormatting);
                if (configuration.Name == Lifecycle)
                    index.Configurations[SmallestMoved] = smallest;
            },
            cancellationToken);
        if (configuration.Name == Lifecycle)
            call.Response.Headers[SmallestMoved] = smallest;
        call.Response.StatusCode = configuration.Name == "tagging" ? 204 : 200;
    }

    /// <summary>A bucket whose owner has all its objects takes no ACL, also on AWS.</summary>
    private static async Task<AwsErrorException> RefusalAsync(Bucket bucket, BucketConfiguration configuration, CancellationToken cancellationToken) =>
        configuration.Name == "acl" && await bucket.ReadAsync(index => index.ValueOf("ownershipControls", "ObjectOwnership"), cancellationToken) is null or "BucketOwnerEnforced"
            ? new AwsErrorException("AccessControlListNotSupported", "The bucket does not allow ACLs")
            : AwsErrorException.NotImplemented($"the parameter '{configuration.Name}' of S3 PUT on a bucket");

    private static async Task PutPolicyAsync(S3Call call, Bucket bucket, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(call.Request.Body);
        var policy = await reader.ReadToEndAsync(cancellationToken);
        await bucket.ConfigureAsync(
            index =>
            {
                var blocksPublic = index.Configurations.ContainsKey("publicAccessBlock") ? index.ValueOf("publicAccessBlock", "BlockPublicPolicy") == "true" : true;
                BucketPolicy.Check(policy, blocksPublic);
                index.Configurations[Policy] = policy;
            },
            cancellationToken);
        call.Response.StatusCode = 204;
    }

    private static async Task DeleteAsync(S3Call call, Bucket bucket, BucketConfiguration configuration, CancellationToken cancellationToken)
    {
        await bucket.ConfigureAsync(
            index =>
            {
                index.Configurations.Remove(configuration.Name);
                if (configuration is { Initial: not null, Missing: not null })
                    index.Configurations[configuration.Name] = null;
            },
            cancellationToken);
        call.Response.StatusCode = 204;
    }
}

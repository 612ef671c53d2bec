using System.Xml.Linq;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.S3;

/// <summary>The operations of S3 on the service and on buckets.</summary>
internal sealed class BucketCalls(BucketStore store, LocalAwsOptions options, TimeProvider time)
{
    private const int MostDeletes = 1000;

    public async Task ListAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters("prefix", "max-buckets", "continuation-token", "bucket-region");
        var isElsewhere = call.Parameter("bucket-region") is { } region && region != options.Region;
        var byName = isElsewhere ? [] : (await store.ListAsync(cancellationToken)).ToDictionary(bucket => bucket.Name);
        var page = ObjectListing.Take(
            byName.Keys, call.Parameter("prefix") ?? "", "", ListAnswer.AfterToken(call) ?? "", ListAnswer.Limit(call, "max-buckets", 10_000));
        var entries = new List<XElement>();
        foreach (var name in page.Keys)
        {
            var created = await byName[name].ReadAsync(index => index.Created, cancellationToken);
            entries.Add(ListAnswer.Element("Bucket", ListAnswer.Element("Name", name), ListAnswer.Element("CreationDate", ListAnswer.Time(created)),
                ListAnswer.Element("BucketRegion", options.Region)));
        }

        var answer = ListAnswer.Element("ListAllMyBucketsResult", ListAnswer.Owner(options), ListAnswer.Element("Buckets", entries));
        if (page.Last is { } last)
            answer.Add(ListAnswer.Element("ContinuationToken", ListAnswer.Token(last)));
        await XmlAnswer.WriteAsync(call.Response, answer, cancellationToken);
    }

    public async Task CreateAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters();
        if (call.Header("x-amz-bucket-object-lock-enabled") == "true")
            throw AwsErrorException.NotImplemented("the header 'x-amz-bucket-object-lock-enabled' of S3 CreateBucket");
        AclHeaders.CheckBucket(call);
        await CheckRegionAsync(call, cancellationToken);
        await store.CreateAsync(call.Bucket!, cancellationToken);
        call.Response.Headers.Location = $"/{call.Bucket}";
    }

    /// <summary>Everywhere but in us-east-1 a request has to name the region that it is sent to. S3 API reference, CreateBucket; the sentence is reported by users of S3.</summary>
    private async Task CheckRegionAsync(S3Call call, CancellationToken cancellationToken)
    {
        var document = call.Request.ContentLength is null or 0 ? null : await call.ReadXmlAsync(cancellationToken);
        if (document?.Elements().FirstOrDefault(element => element.Name.LocalName is "Location" or "Bucket" or "Tags") is { } refused)
            throw AwsErrorException.NotImplemented($"'{refused.Name.LocalName}' of S3 CreateBucket");
        var named = document is null ? null : Text(document, "LocationConstraint");
        if ((named ?? "us-east-1") != options.Region)
            throw new AwsErrorException("IllegalLocationConstraintException", $"The {named ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.");
    }

    public async Task HeadAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters();
        call.Response.Headers["x-amz-bucket-region"] = options.Region;
        await store.GetAsync(call.Bucket!, cancellationToken);
    }

    public async Task LocateAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters("location");
        await store.GetAsync(call.Bucket!, cancellationToken);
        var constraint = options.Region == "us-east-1" ? null : options.Region;
        await XmlAnswer.WriteAsync(call.Response, ListAnswer.Element("LocationConstraint", constraint), cancellationToken);
    }

    public async Task DeleteAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters();
        await store.DeleteAsync(call.Bucket!, cancellationToken);
        call.Response.StatusCode = 204;
    }

    public async Task ListObjectsAsync(S3Call call, CancellationToken cancellationToken)
    {
        var isSecond = call.Parameter("list-type") == "2";
        call.AllowParameters(["list-type", "prefix", "delimiter", "max-keys", "encoding-type", .. isSecond ? ["start-after", "continuation-token", "fetch-owner"] : (string[])["marker"]]);
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        var objects = await bucket.ReadAsync(index => index.Objects, cancellationToken);
        await XmlAnswer.WriteAsync(call.Response, isSecond ? ListAnswer.Objects(call, objects) : ListAnswer.FirstVersion(call, objects), cancellationToken);
    }

    public async Task ListVersionsAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters("versions", "prefix", "key-marker", "version-id-marker", "max-keys", "encoding-type");
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        await XmlAnswer.WriteAsync(call.Response, await bucket.ReadAsync(index => VersionListing.Of(call, index, options), cancellationToken), cancellationToken);
    }

    public async Task DeleteObjectsAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters("delete");
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        var request = await call.ReadXmlAsync(cancellationToken);
        var keys = request.Elements().Where(element => element.Name.LocalName == "Object")
            .Select(entry => (Text(entry, "Key") ?? throw S3Errors.MalformedXml(), Text(entry, "VersionId")))
            .ToList();
        if (keys.Count is 0 or > MostDeletes)
            throw S3Errors.MalformedXml();
        if (request.Descendants().FirstOrDefault(element => element.Name.LocalName is "ETag" or "LastModifiedTime" or "Size") is { } condition)
            throw AwsErrorException.NotImplemented($"'{condition.Name.LocalName}' of S3 DeleteObjects");
        var deletions = await bucket.DeleteAsync(keys, _ => { }, time.GetUtcNow(), cancellationToken);
        var deleted = Text(request, "Quiet") == "true" ? [] : deletions.Select(View);
        await XmlAnswer.WriteAsync(call.Response, ListAnswer.Element("DeleteResult", deleted), cancellationToken);
    }

    private static XElement View(Deletion deletion) => ListAnswer.Element(
        "Deleted",
        ListAnswer.Element("Key", deletion.Key),
        deletion.VersionId is { } version ? ListAnswer.Element("VersionId", version) : null,
        deletion.MarkerId is { } marker ? [ListAnswer.Element("DeleteMarker", true), ListAnswer.Element("DeleteMarkerVersionId", marker)] : Array.Empty<object>());

    private static string? Text(XElement parent, string name) => parent.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}

using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>GetObjectTagging, PutObjectTagging and DeleteObjectTagging, on the object that a key has now.</summary>
internal sealed class TagCalls(BucketStore store)
{
    private const string Parameter = "tagging";

    /// <summary>Whether the call is about the tags of an object.</summary>
    public static bool Accepts(S3Call call) => call.Parameter(Parameter) is not null && call.Request.Method is "GET" or "PUT" or "DELETE";

    public async Task HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        call.AllowParameters(Parameter);
        var bucket = await store.GetAsync(call.Bucket!, cancellationToken);
        if (call.Request.Method == "GET")
        {
            var entry = await bucket.ReadAsync(index => Versions.Find(index, call.Key!, id: null), cancellationToken);
            await XmlAnswer.WriteAsync(call.Response, TagSet.ToXml(entry.Tags), cancellationToken);
            return;
        }

        var isPut = call.Request.Method == "PUT";
        await bucket.TagAsync(call.Key!, isPut ? TagSet.Of(await call.ReadXmlAsync(cancellationToken), TagSet.MostOfObject) : [], cancellationToken);
        call.Response.StatusCode = isPut ? 200 : 204;
    }
}

using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http.Features;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>A request to S3 in path style, <c>/{bucket}/{key}</c>.</summary>
/// <param name="Bucket">Null for the service itself.</param>
/// <param name="Key">Null for the bucket itself.</param>
internal sealed record S3Call(HttpContext Context, string? Bucket, string? Key)
{
    private const int LongestKey = 1024;

    public HttpRequest Request => Context.Request;

    public HttpResponse Response => Context.Response;

    /// <summary>Reads the target as it was sent: the server's own path has lost dot segments and encoded slashes, which are part of a key.</summary>
    public static S3Call Parse(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        var parts = target.TrimStart('/').Split('/', 2);
        var bucket = Uri.UnescapeDataString(parts[0]);
        var key = parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "";
        return new(context, bucket.Length == 0 ? null : bucket, key.Length == 0 ? null : CheckKey(key));
    }

    /// <summary>A parameter of the query; null when it is not there.</summary>
    public string? Parameter(string name) => Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>A header; null when it is not there.</summary>
    public string? Header(string name) => Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>Refuses parameters that would make the call another one, or change what it does, than what is going to be done.</summary>
    public void AllowParameters(params ReadOnlySpan<string> allowed)
    {
        foreach (var name in Request.Query.Keys)
        {
            var signature = name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase) || name is "x-id" or "AWSAccessKeyId" or "Expires" or "Signature";
            if (!signature && !allowed.Contains(name))
                throw AwsErrorException.NotImplemented($"the parameter '{name}' of S3 {Request.Method} on {(Key is null ? "a bucket" : "an object")}");
        }
    }

    /// <summary>The body.</summary>
    /// <exception cref="AwsErrorException">It is not XML.</exception>
    public async Task<XElement> ReadXmlAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await XElement.LoadAsync(Request.Body, LoadOptions.PreserveWhitespace, cancellationToken);
        }
        catch (XmlException)
        {
            throw S3Errors.MalformedXml();
        }
    }

    /// <summary>Gives the key back if an object can have it.</summary>
    /// <exception cref="AwsErrorException">No object can have this key.</exception>
    public static string CheckKey(string key)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(key) > LongestKey)
            throw new AwsErrorException("KeyTooLongError", "Your key is too long");
        return key.Any(char.IsControl) ? throw S3Errors.InvalidArgument("LocalAws takes no control characters in keys.") : key;
    }
}

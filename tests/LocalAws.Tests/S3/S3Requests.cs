using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.S3;

/// <summary>Requests to S3 as they stand on the wire, for what no client would send.</summary>
internal static class S3Requests
{
    public const string Authorization = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20250101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";

    /// <summary>A signed request.</summary>
    /// <param name="target">Sent as it is, dot segments and all.</param>
    public static HttpRequestMessage Request(HttpMethod method, LocalAwsServer server, string target, HttpContent? content = null)
    {
        var uri = new Uri($"{server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(method, uri) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        return request;
    }

    public static async Task<(int Status, string Body)> SendAsync(LocalAwsServer server, HttpRequestMessage request)
    {
        using (request)
        using (var response = await server.Client.SendAsync(request))
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public static Task<(int Status, string Body)> SendAsync(LocalAwsServer server, string method, string target, HttpContent? content = null) =>
        SendAsync(server, Request(new(method), server, target, content));

    /// <summary>A body in <c>aws-chunked</c>, signed, with a checksum in its trailer.</summary>
    public static ByteArrayContent Chunked(string[] chunks, string trailers, int? decodedLength = null)
    {
        var body = new StringBuilder();
        foreach (var chunk in chunks.Append(""))
        {
            body.Append($"{Encoding.UTF8.GetByteCount(chunk):x};chunk-signature={new string('0', 64)}\r\n{chunk}");
            body.Append(chunk.Length > 0 ? "\r\n" : "");
        }

        var content = new ByteArrayContent(Encoding.UTF8.GetBytes($"{body}{trailers}\r\n"));
        content.Headers.ContentEncoding.Add("aws-chunked");
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        content.Headers.Add("x-amz-decoded-content-length", $"{decodedLength ?? chunks.Sum(Encoding.UTF8.GetByteCount)}");
        content.Headers.Add("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
        return content;
    }

    public static string Sha256(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>What is in the first element of this name.</summary>
    public static string Element(string xml, string name) =>
        System.Xml.Linq.XElement.Parse(xml).DescendantsAndSelf().First(element => element.Name.LocalName == name).Value;
}

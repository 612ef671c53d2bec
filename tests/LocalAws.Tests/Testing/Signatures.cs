namespace Slipway.LocalAws.Tests.Testing;

/// <summary>What LocalAws takes for a signature: it reads whose it is and for which service, and does not verify it.</summary>
internal static class Signatures
{
    public const string Key = "AKIAIOSFODNN7EXAMPLE";

    /// <summary>The same request, signed.</summary>
    public static HttpRequestMessage Signed(this HttpRequestMessage request, string service, string key = Key)
    {
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={key}/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        return request;
    }
}

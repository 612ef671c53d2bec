namespace Slipway.LocalAws.S3;

/// <summary>What the client said that the content is; what is null is not checked.</summary>
internal sealed record ExpectedContent
{
    /// <summary>Bytes, after the decoding of <c>aws-chunked</c>.</summary>
    public long? Length { get; init; }

    /// <summary>The header <c>Content-MD5</c>: Base64.</summary>
    public string? Md5 { get; init; }

    /// <summary>The header <c>x-amz-content-sha256</c> when it is a hash: 64 hexadecimal digits.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The value of the checksum header or trailer: Base64.</summary>
    public string? Checksum { get; init; }
}

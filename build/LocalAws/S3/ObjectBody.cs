using System.Globalization;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>The body of a put: plain or <c>aws-chunked</c>, with what its headers say about the content.</summary>
/// <param name="ChecksumHeader">The checksum that comes in a header or a trailer; null for none.</param>
internal sealed record ObjectBody(S3Call Call, string? ChecksumHeader, bool Chunked)
{
    private const int Md5Length = 16;

    /// <summary>Reads the headers, not the body.</summary>
    /// <exception cref="AwsErrorException">The headers contradict each other or name what is not emulated.</exception>
    public static ObjectBody Of(S3Call call)
    {
        var headers = call.Request.Headers.Keys.Where(name => name.StartsWith(Checksum.HeaderPrefix, StringComparison.OrdinalIgnoreCase))
            .Concat((call.Header("x-amz-trailer") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(name => name.ToLowerInvariant())
            .Where(name => name.StartsWith(Checksum.HeaderPrefix, StringComparison.Ordinal) && name is not ("x-amz-checksum-algorithm" or "x-amz-checksum-type"))
            .ToList();
        if (headers.Count > 1)
            throw new AwsErrorException("InvalidRequest", "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        var signing = call.Header("x-amz-content-sha256") ?? "";
        return new(call, headers.SingleOrDefault(), signing.StartsWith("STREAMING-", StringComparison.Ordinal));
    }

    /// <summary>Copies the content.</summary>
    /// <returns>What it has to be.</returns>
    public async Task<ExpectedContent> CopyToAsync(Stream destination, CancellationToken cancellationToken)
    {
        var expected = new ExpectedContent
        {
            Md5 = Md5(),
            Checksum = ChecksumHeader is null ? null : Call.Header(ChecksumHeader),
        };
        if (!Chunked)
        {
            await Call.Request.Body.CopyToAsync(destination, cancellationToken);
            return expected with { Sha256 = Call.Header("x-amz-content-sha256") is { Length: 64 } hash ? hash : null };
        }

        var trailers = await AwsChunkedBody.CopyToAsync(Call.Request.BodyReader, destination, cancellationToken);
        if (ChecksumHeader is not null && expected.Checksum is null)
            expected = expected with { Checksum = trailers.GetValueOrDefault(ChecksumHeader) ?? throw MissingTrailer() };
        return expected with { Length = DecodedLength() };
    }

    private string? Md5()
    {
        if (Call.Header("Content-MD5") is not { } md5)
            return null;
        var bytes = new byte[Md5Length];
        return Convert.TryFromBase64String(md5, bytes, out var written) && written == Md5Length ? md5 : throw S3Errors.InvalidDigest("Content-MD5");
    }

    private long DecodedLength() =>
        long.TryParse(Call.Header("x-amz-decoded-content-length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw new AwsErrorException("MissingContentLength", "You must provide the Content-Length HTTP header.", 411);

    private AwsErrorException MissingTrailer() =>
        new("MalformedTrailerError", $"The request contained trailing data that was not well-formed or did not conform to our published schema: {ChecksumHeader} is missing.");
}

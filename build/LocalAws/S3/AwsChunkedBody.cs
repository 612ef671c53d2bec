using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>
/// Decodes <c>Content-Encoding: aws-chunked</c>: chunks of <c>{length in hex}[;chunk-signature=…]CRLF{content}CRLF</c>, the last one
/// empty, then trailing headers and an empty line. Signatures are passed over.
/// </summary>
internal static class AwsChunkedBody
{
    private const int LongestLine = 8192;

    /// <summary>Copies the content.</summary>
    /// <returns>The trailing headers, names in lower case.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> CopyToAsync(PipeReader body, Stream destination, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await ReadLineAsync(body, cancellationToken);
            if (!long.TryParse(line.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) || length < 0)
                throw new AwsErrorException("InvalidChunkSizeError", $"A chunk of the aws-chunked body begins with '{line}' instead of its length.");
            if (length == 0)
                return await ReadTrailersAsync(body, cancellationToken);
            await CopyChunkAsync(body, destination, length, cancellationToken);
            if ((await ReadLineAsync(body, cancellationToken)).Length > 0)
                throw new AwsErrorException("InvalidChunkSizeError", "A chunk of the aws-chunked body is longer than it says.");
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> ReadTrailersAsync(PipeReader body, CancellationToken cancellationToken)
    {
        var trailers = new Dictionary<string, string>();
        while (await ReadLineAsync(body, cancellationToken) is { Length: > 0 } line)
        {
            if (line.Split(':', 2) is not [var name, var value])
                throw new AwsErrorException("MalformedTrailerError", $"The trailing header '{line}' has no value.");
            trailers[name.Trim().ToLowerInvariant()] = value.Trim();
        }

        return trailers;
    }

    private static async Task CopyChunkAsync(PipeReader body, Stream destination, long length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (read.Buffer.IsEmpty && read.IsCompleted)
                throw S3Errors.IncompleteBody();
            var content = read.Buffer.Slice(0, Math.Min(length, read.Buffer.Length));
            foreach (var segment in content)
                await destination.WriteAsync(segment, cancellationToken);
            length -= content.Length;
            body.AdvanceTo(content.End);
        }
    }

    /// <summary>The next line without its end. The end of the body counts as an empty line: not every client ends the trailers with one.</summary>
    private static async Task<string> ReadLineAsync(PipeReader body, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.ASCII.GetString(read.Buffer.Slice(0, end));
                body.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line.TrimEnd('\r');
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted && read.Buffer.IsEmpty)
                return "";
            if (read.IsCompleted || read.Buffer.Length > LongestLine)
                throw S3Errors.IncompleteBody();
        }
    }
}

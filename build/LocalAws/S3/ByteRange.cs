using System.Net.Http.Headers;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>A part of an object's content.</summary>
/// <param name="First">Offset of the first byte.</param>
/// <param name="Last">Offset of the last byte, inclusive.</param>
internal sealed record ByteRange(long First, long Last)
{
    public long Length => Last - First + 1;

    /// <summary>Copies this part of the content.</summary>
    public async Task CopyAsync(FileStream content, Stream destination, CancellationToken cancellationToken)
    {
        content.Position = First;
        var buffer = new byte[81920];
        for (var left = Length; left > 0;)
        {
            var read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
            if (read == 0)
                throw new EndOfStreamException($"'{content.Name}' is shorter than the index says.");
            await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            left -= read;
        }
    }

    /// <summary>Reads the header <c>Range</c>. A header that is not understood, or asks for several ranges, counts as none, as HTTP says.</summary>
    /// <exception cref="AwsErrorException"><c>InvalidRange</c>: it begins behind the end.</exception>
    public static ByteRange? Parse(string? header, long size)
    {
        if (!RangeHeaderValue.TryParse(header, out var parsed) || parsed is not { Unit: "bytes", Ranges.Count: 1 })
            return null;
        var range = parsed.Ranges.First();
        var first = range.From ?? Math.Max(0, size - range.To!.Value);
        var last = range.From is null ? size - 1 : Math.Min(range.To ?? long.MaxValue, size - 1);
        return first <= last ? new(first, last) : throw S3Errors.InvalidRange();
    }
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>An object that is put in parts. It is forgotten when the process ends, and clients begin again.</summary>
/// <param name="Headers">Of the object that it becomes.</param>
/// <param name="Tags">The same.</param>
/// <param name="ChecksumHeader">The checksum of its parts, as <c>x-amz-checksum-*</c>; null for none.</param>
/// <param name="IsComposite">Whether its checksum is one of its parts' checksums; else it is of the content.</param>
internal sealed record MultipartUpload(string Key, Dictionary<string, string> Headers, Dictionary<string, string> Tags, string? ChecksumHeader, bool IsComposite, DateTimeOffset Initiated)
{
    public const int MostParts = 10_000;

    /// <summary>Bytes; the last part may be smaller. Amazon S3 User Guide, multipart upload limits.</summary>
    private const long SmallestPart = 5 * 1024 * 1024;

    public string Id { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>By number, 1 to 10,000; one that is put again replaces the one before.</summary>
    public ConcurrentDictionary<int, StoredObject> Parts { get; } = new();

    /// <summary>The parts that make the object.</summary>
    /// <param name="named">Their numbers, and the entity tags that the client knows them by.</param>
    /// <exception cref="AwsErrorException">They are not what was put, or not in order.</exception>
    public IReadOnlyList<StoredObject> Choose(IReadOnlyList<(int Number, string ETag)> named)
    {
        if (named.Zip(named.Skip(1)).Any(pair => pair.First.Number >= pair.Second.Number))
            throw new AwsErrorException("InvalidPartOrder", "The list of parts was not in ascending order. The parts list must be specified in order by part number.");
        List<StoredObject> parts = [.. named.Select(part => Parts.TryGetValue(part.Number, out var put) && put.ETag == part.ETag.Trim('"') ? put : throw S3Errors.InvalidPart())];
        return parts.SkipLast(1).Any(part => part.Size < SmallestPart)
            ? throw new AwsErrorException("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            : parts;
    }

    /// <summary>The entity tag of an object in parts: the MD5 of their MD5s, and their number.</summary>
    public static string ETagOf(IReadOnlyList<StoredObject> parts)
    {
#pragma warning disable CA5351 // MD5 is what S3 makes its entity tags of
        var md5 = MD5.HashData([.. parts.SelectMany(part => Convert.FromHexString(part.ETag))]);
#pragma warning restore CA5351
        return $"{Convert.ToHexStringLower(md5)}-{parts.Count}";
    }

    /// <summary>What is known of the parts later, when each had a checksum.</summary>
    public static IReadOnlyList<StoredPart> Kept(IReadOnlyList<(int Number, string ETag)> named, IReadOnlyList<StoredObject> parts) =>
        [.. named.Zip(parts).Where(pair => pair.Second.Checksum is not null).Select(pair => new StoredPart(pair.First.Number, pair.Second.Size, pair.Second.Checksum!.Value))];

    /// <summary>The checksum of an object in parts.</summary>
    /// <param name="whole">Of the content.</param>
    public KeyValuePair<string, string>? ChecksumOf(IReadOnlyList<StoredObject> parts, KeyValuePair<string, string>? whole)
    {
        if (ChecksumHeader is null || !IsComposite)
            return whole;
        using var checksum = Checksum.Create(ChecksumHeader);
        foreach (var part in parts)
            checksum.Append(Convert.FromBase64String(part.Checksum?.Value ?? ""));
        return new(ChecksumHeader, $"{checksum.ToBase64()}-{parts.Count}");
    }
}

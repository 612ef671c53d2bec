using System.Security.Cryptography;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.S3;

/// <summary>
/// The versions of a bucket's keys, and what versioning makes of puts and deletes:
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
/// </summary>
internal static class Versions
{
    /// <summary>The id of what was put while versioning was not turned on, or suspended.</summary>
    public const string NullId = "null";

    private const string Enabled = "Enabled";

    private const int IdLength = 32;

    private const string IdCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

    /// <summary>All of a key, newest first.</summary>
    public static IReadOnlyList<ObjectVersion> Of(BucketIndex index, string key)
    {
        var others = index.Others.GetValueOrDefault(key) ?? [];
        return index.Objects.TryGetValue(key, out var current) ? [new(current.VersionId, current.LastModified, current), .. others] : others;
    }

    /// <param name="id">Null for the object that the key has now.</param>
    /// <exception cref="AwsErrorException">There is none, or it is a delete marker.</exception>
    public static StoredObject Find(BucketIndex index, string key, string? id)
    {
        if (id is null)
            return index.Objects.GetValueOrDefault(key) ?? throw S3Errors.NoSuchKey();
        var version = Of(index, key).FirstOrDefault(known => known.Id == id) ?? throw S3Errors.NoSuchVersion();
        return version.Object ?? throw S3Errors.MethodNotAllowed();
    }

    /// <summary>Makes an object the newest version of a key.</summary>
    /// <returns>The same with its id.</returns>
    public static StoredObject Put(BucketIndex index, string key, StoredObject entry)
    {
        var put = entry with { VersionId = NextId(index) };
        Set(index, key, [new(put.VersionId, put.LastModified, put), .. Kept(index, key)]);
        return put;
    }

    /// <summary>Deletes a key: where versioning was turned on, its newest version is a delete marker then.</summary>
    public static Deletion Delete(BucketIndex index, string key, DateTimeOffset now)
    {
        var marker = index.Versioning is null ? null : new ObjectVersion(NextId(index), now, Object: null);
        Set(index, key, marker is null ? [] : [marker, .. Kept(index, key)]);
        return new(key, VersionId: null, marker?.Id);
    }

    /// <summary>Deletes a version for good, if it is there.</summary>
    public static Deletion Delete(BucketIndex index, string key, string id)
    {
        var all = Of(index, key);
        var found = all.FirstOrDefault(version => version.Id == id);
        Set(index, key, [.. all.Where(version => version != found)]);
        return new(key, id, found is { Object: null } ? id : null);
    }

    /// <summary>What stays below a new version: while versioning is suspended, it takes the place of the one without an id.</summary>
    private static IEnumerable<ObjectVersion> Kept(BucketIndex index, string key) => index.Versioning switch
    {
        null => [],
        Enabled => Of(index, key),
        _ => Of(index, key).Where(version => version.Id != NullId),
    };

    private static void Set(BucketIndex index, string key, IReadOnlyList<ObjectVersion> versions)
    {
        index.Objects.Remove(key);
        index.Others.Remove(key);
        if (versions is [{ Object: { } current }, ..])
            index.Objects[key] = current;
        IReadOnlyList<ObjectVersion> others = [.. versions.Skip(index.Objects.ContainsKey(key) ? 1 : 0)];
        if (others.Count > 0)
            index.Others[key] = others;
    }

    private static string NextId(BucketIndex index) => index.Versioning == Enabled ? RandomNumberGenerator.GetString(IdCharacters, IdLength) : NullId;
}

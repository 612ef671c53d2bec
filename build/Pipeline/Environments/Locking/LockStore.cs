using System.Globalization;
using System.Text.Json;
using Slipway.Aws;
using Slipway.Aws.S3;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Environments.Locking;

/// <summary>The object that is an environment's lock. It stays when nobody holds the lock, and says then who held it last.</summary>
public sealed class LockStore(ObjectStore objects, S3Location location)
{
    public S3Location Location => location;

    /// <returns>Null when nobody has ever held the lock.</returns>
    /// <exception cref="RunFailedException">The object is something else.</exception>
    public async Task<StoredLock?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var stored = await objects.ReadAsync(location, cancellation);
            var record = JsonSerializer.Deserialize(stored.Content.Span, LockJson.Default.LockRecord);
            return record is { Run: not null, Owner: not null } ? new(record, stored.ETag, stored.Age) : throw IsNoLock("it has no 'run' and 'owner'");
        }
        catch (AwsException missing) when (missing.Code == "NoSuchKey")
        {
            return null;
        }
        catch (JsonException wrong)
        {
            throw IsNoLock(wrong.Message);
        }
    }

    /// <returns>The lock's ETag, or null when there is an object already; it may be this one, written by a try whose answer was lost.</returns>
    public Task<string?> CreateAsync(LockRecord record, CancellationToken cancellation) =>
        WriteAsync(() => objects.CreateAsync(location, Bytes(record), cancellation));

    /// <returns>The lock's ETag, or null when it is not what it was; it may be this one, written by a try whose answer was lost.</returns>
    public Task<string?> ReplaceAsync(LockRecord record, string etag, CancellationToken cancellation) =>
        WriteAsync(() => objects.ReplaceAsync(location, Bytes(record), etag, cancellation));

    /// <summary>Writes down, beside the lock, that it was broken.</summary>
    public async Task<S3Location> NoteAsync(BrokenLock broken, CancellationToken cancellation)
    {
        var entry = location with { Key = $"{location.Key}.broken/{broken.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH-mm-ss.fff'Z'", CultureInfo.InvariantCulture)}.json" };
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(broken, LockJson.Default.BrokenLock));
        await objects.PutAsync(entry, content, cancellation);
        return entry;
    }

    private static byte[] Bytes(LockRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, LockJson.Default.LockRecord);

    private static async Task<string?> WriteAsync(Func<Task<string>> write)
    {
        try
        {
            return await write();
        }
        catch (AwsException other) when (other.Code is "PreconditionFailed" or "NoSuchKey")
        {
            return null;
        }
    }

    private RunFailedException IsNoLock(string why) => new(
        ExitCodes.Prerequisite,
        $"{location} is no lock of a deployment: {why}. Look what it is; then delete it, or name another object with 'deploy.lock'.");
}

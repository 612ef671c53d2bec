using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.S3;

/// <summary>
/// The objects that a LocalAws has from the beginning: the files in <c>{seed}/{bucket}/</c>, each under its path as key.
/// A file is copied in once for each content that it has had. So an edit of the file shows at the next read without a restart, while
/// an object that was changed or deleted through the API stays so until its file changes. A seeded bucket that is deleted comes back.
/// <c>.gitkeep</c> is not an object, so that an empty bucket can be kept in git.
/// </summary>
internal sealed class BucketSeed(LocalAwsOptions options, TimeProvider time)
{
    public IEnumerable<string> BucketNames() =>
        Directory.Exists(options.SeedDirectory) ? Directory.EnumerateDirectories(options.SeedDirectory).Select(Path.GetFileName).OfType<string>() : [];

    public bool HasBucket(string name) => options.SeedDirectory is { } seed && Directory.Exists(Path.Combine(seed, name));

    public async Task CopyNewAsync(Bucket bucket, CancellationToken cancellationToken)
    {
        var root = Path.Combine(options.SeedDirectory!, bucket.Name);
        var marks = await bucket.ReadAsync(index => index.Seeded, cancellationToken);
        foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            var file = new FileInfo(path);
            var key = Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
            var mark = marks.GetValueOrDefault(key);
            if (file.Name != ".gitkeep" && (mark?.ModifiedUtc != file.LastWriteTimeUtc || mark.Size != file.Length))
                await CopyAsync(bucket, key, file, cancellationToken);
        }
    }

    private async Task CopyAsync(Bucket bucket, string key, FileInfo file, CancellationToken cancellationToken)
    {
        await using var upload = new ObjectUpload(bucket.ContentDirectory, checksumHeader: null);
        await using (var source = file.OpenRead())
            await source.CopyToAsync(upload.Destination, cancellationToken);
        var entry = await upload.FinishAsync(new(), time.GetUtcNow(), cancellationToken);
        await bucket.SeedAsync(key, entry, new(file.LastWriteTimeUtc, file.Length, entry.ETag), cancellationToken);
        upload.Keep();
    }
}

using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.S3;

/// <summary>All buckets. Every look at one takes in what is new in the seed directory first (<see cref="BucketSeed"/>).</summary>
internal sealed partial class BucketStore(LocalAwsOptions options, StateStore state, BucketSeed seed, TimeProvider time)
    : IBucketStore, IStartable, IDisposable
{
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Whether S3 allows a bucket to have this name. What it allows is a safe file name, too.</summary>
    public static bool IsName(string name) => NamePattern().IsMatch(name) && !name.Contains("..", StringComparison.Ordinal);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        PrivateFile.CreateDirectory(Bucket.RootOf(options));
        foreach (var directory in Directory.EnumerateDirectories(Bucket.RootOf(options)))
            await AddAsync(Path.GetFileName(directory), cancellationToken);
        await ListAsync(cancellationToken);
    }

    /// <summary>Nothing is left outside the state directory.</summary>
    public Task RemoveAllAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<IReadOnlyList<Bucket>> ListAsync(CancellationToken cancellationToken)
    {
        foreach (var name in seed.BucketNames().Where(IsName))
            await GetAsync(name, cancellationToken);
        return [.. _buckets.Values.OrderBy(bucket => bucket.Name, StringComparer.Ordinal)];
    }

    /// <summary>The bucket with what its seed has now.</summary>
    /// <exception cref="AwsErrorException"><c>NoSuchBucket</c>.</exception>
    public async Task<Bucket> GetAsync(string name, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var seeded = IsName(name) && seed.HasBucket(name);
            if (seeded && !_buckets.ContainsKey(name))
                await AddAsync(name, cancellationToken);
            var bucket = _buckets.GetValueOrDefault(name) ?? throw S3Errors.NoSuchBucket();
            if (seeded)
                await seed.CopyNewAsync(bucket, cancellationToken);
            return bucket;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Makes an empty bucket.</summary>
    /// <exception cref="AwsErrorException"><c>InvalidBucketName</c> or <c>BucketAlreadyOwnedByYou</c>.</exception>
    public async Task CreateAsync(string name, CancellationToken cancellationToken)
    {
        if (!IsName(name))
            throw S3Errors.InvalidBucketName();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_buckets.ContainsKey(name) || seed.HasBucket(name))
                throw S3Errors.BucketAlreadyOwnedByYou();
            await AddAsync(name, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Removes an empty bucket.</summary>
    /// <exception cref="AwsErrorException"><c>NoSuchBucket</c> or <c>BucketNotEmpty</c>.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var bucket = await GetAsync(name, cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (await bucket.ReadAsync(index => index.Objects.Count + index.Others.Count > 0 ? index.Versioning ?? "" : null, cancellationToken) is { } versioning)
                throw S3Errors.BucketNotEmpty(versioning.Length > 0);
            if (_buckets.TryRemove(name, out _))
                Directory.Delete(Bucket.DirectoryOf(options, name), recursive: true);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<byte[]> ReadAsync(string bucket, string key, CancellationToken cancellationToken)
    {
        var (_, file) = await (await GetAsync(bucket, cancellationToken)).OpenAsync(key, version: null, cancellationToken);
        await using (file)
        {
            var content = new byte[file.Length];
            await file.ReadExactlyAsync(content, cancellationToken);
            return content;
        }
    }

    public void Dispose()
    {
        foreach (var bucket in _buckets.Values)
            bucket.Dispose();
        _turn.Dispose();
    }

    private async Task AddAsync(string name, CancellationToken cancellationToken)
    {
        var bucket = new Bucket(name, options, state);
        await bucket.LoadAsync(time.GetUtcNow(), cancellationToken);
        _buckets[name] = bucket;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex NamePattern();
}

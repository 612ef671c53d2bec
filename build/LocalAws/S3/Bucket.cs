using System.Collections.Concurrent;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.S3;

/// <summary>
/// One bucket: a folder with an index and one file for the content of each object. Content files have random names, so no key
/// can lead out of the folder and every key that S3 allows can be stored, on every file system; the index says whose they are.
/// </summary>
internal sealed class Bucket(string name, LocalAwsOptions options, StateStore state) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private BucketIndex? _index;

    public string Name => name;

    /// <summary>Where content files are written before <see cref="PutAsync"/> makes them an object's.</summary>
    public string ContentDirectory { get; } = Path.Combine(DirectoryOf(options, name), "objects");

    /// <summary>The folder that holds all buckets.</summary>
    public static string RootOf(LocalAwsOptions options) => Path.Combine(options.StateDirectory, "s3");

    public static string DirectoryOf(LocalAwsOptions options, string name) => Path.Combine(RootOf(options), name);

    /// <summary>Reads the index, or begins a new one, and removes content files that an interrupted call left.</summary>
    public async Task LoadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        PrivateFile.CreateDirectory(ContentDirectory);
        var index = await state.ReadAsync(IndexName, BucketJson.Default.BucketIndex, cancellationToken);
        if (index.Created == default)
        {
            index = index with { Created = now };
            await state.WriteAsync(IndexName, index, BucketJson.Default.BucketIndex, cancellationToken);
        }

        var known = ContentFiles(index).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(ContentDirectory).Where(file => !known.Contains(Path.GetFileName(file))))
            File.Delete(file);
        _index = index;
    }

    /// <summary>Reads the index while nobody changes it.</summary>
    public Task<T> ReadAsync<T>(Func<BucketIndex, T> read, CancellationToken cancellationToken) =>
        InTurnAsync(index => Task.FromResult(read(index)), cancellationToken);

    /// <summary>Throws when something is not to be done.</summary>
    public Task CheckAsync(Action<BucketIndex> check, CancellationToken cancellationToken) =>
        ReadAsync(
            index =>
            {
                check(index);
                return true;
            },
            cancellationToken);

    /// <summary>An object and its content, which stays readable when the object is replaced or deleted meanwhile.</summary>
    /// <param name="version">Its id; null for the object that the key has now.</param>
    /// <exception cref="AwsErrorException"><c>NoSuchKey</c> or <c>NoSuchVersion</c>.</exception>
    public Task<(StoredObject Entry, FileStream Content)> OpenAsync(string key, string? version, CancellationToken cancellationToken) =>
        ReadAsync(
            index =>
            {
                var entry = Versions.Find(index, key, version);
                return (entry, new FileStream(Path.Combine(ContentDirectory, entry.ContentFile), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));
            },
            cancellationToken);

    /// <summary>Makes a content file an object, in place of the one that has the key.</summary>
    /// <param name="check">Sees the object that is there and throws if the new one is not to take its place.</param>
    /// <returns>The same with the id of its version.</returns>
    public Task<StoredObject> PutAsync(string key, StoredObject entry, Action<StoredObject?> check, CancellationToken cancellationToken) =>
        ChangeAsync(
            index =>
            {
                check(index.Objects.GetValueOrDefault(key));
                return Versions.Put(index, key, entry);
            },
            cancellationToken);

    /// <summary>Gives an object other tags.</summary>
    /// <exception cref="AwsErrorException"><c>NoSuchKey</c>.</exception>
    public Task TagAsync(string key, Dictionary<string, string> tags, CancellationToken cancellationToken) =>
        ChangeAsync(index => index.Objects[key] = Versions.Find(index, key, id: null) with { Tags = tags }, cancellationToken);

    /// <summary>Changes the documents that the bucket is configured with.</summary>
    public Task ConfigureAsync(Action<BucketIndex> change, CancellationToken cancellationToken) =>
        ChangeAsync(
            index =>
            {
                change(index);
                return index;
            },
            cancellationToken);

    /// <summary>By id, the objects that are being put in parts.</summary>
    public ConcurrentDictionary<string, MultipartUpload> Uploads { get; } = new();

    /// <summary>Deletes the content of parts.</summary>
    public void Discard(IEnumerable<StoredObject> parts)
    {
        foreach (var part in parts)
            File.Delete(Path.Combine(ContentDirectory, part.ContentFile));
    }

    /// <summary>The writes with a condition that are under way.</summary>
    public ConditionalWrites Conditional { get; } = new();

    /// <summary>Deletes objects, or versions of them; what is not there is no error.</summary>
    /// <param name="check">Sees each object, or null, and throws if nothing is to be deleted.</param>
    public Task<IReadOnlyList<Deletion>> DeleteAsync(
        IReadOnlyCollection<(string Key, string? Version)> wanted, Action<StoredObject?> check, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync<IReadOnlyList<Deletion>>(
            index =>
            {
                var deletions = new List<Deletion>();
                foreach (var (key, version) in wanted)
                {
                    var before = index.Objects.GetValueOrDefault(key);
                    check(before);
                    deletions.Add(version is null ? Versions.Delete(index, key, now) : Versions.Delete(index, key, version));
                    if (before is not null && before != index.Objects.GetValueOrDefault(key))
                        Conditional.Deleted(key);
                }

                return deletions;
            },
            cancellationToken);

    /// <summary>Records that a seed file was seen, and makes its content the object unless it is the content that was copied in before.</summary>
    public Task SeedAsync(string key, StoredObject entry, SeedMark mark, CancellationToken cancellationToken) =>
        ChangeAsync(
            index =>
            {
                if (index.Seeded.GetValueOrDefault(key)?.ETag != mark.ETag)
                    Versions.Put(index, key, entry);
                else
                    File.Delete(Path.Combine(ContentDirectory, entry.ContentFile));
                return index.Seeded[key] = mark;
            },
            cancellationToken);

    public void Dispose() => _turn.Dispose();

    private string IndexName => $"s3/{name}/index";

    private Task<T> ChangeAsync<T>(Func<BucketIndex, T> change, CancellationToken cancellationToken) =>
        InTurnAsync(
            async index =>
            {
                var changed = index.Copy();
                var result = change(changed);
                await state.WriteAsync(IndexName, changed, BucketJson.Default.BucketIndex, cancellationToken);
                _index = changed;
                foreach (var gone in ContentFiles(index).Except(ContentFiles(changed)))
                    File.Delete(Path.Combine(ContentDirectory, gone));
                return result;
            },
            cancellationToken);

    private static IEnumerable<string> ContentFiles(BucketIndex index) =>
        index.Objects.Values.Concat(index.Others.Values.SelectMany(versions => versions).Select(version => version.Object)).OfType<StoredObject>().Select(entry => entry.ContentFile);

    private async Task<T> InTurnAsync<T>(Func<BucketIndex, Task<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await work(_index ?? throw new InvalidOperationException($"The bucket '{name}' was not loaded."));
        }
        finally
        {
            _turn.Release();
        }
    }
}

using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Slipway.LocalAws.Kernel.State;

/// <summary>
/// JSON documents in the state directory, one file for each name. A document is written to a temporary name and renamed, so that a process
/// that dies leaves the old one or the new one; reads and writes of one name take turns. Files have mode 0600, directories 0700.
/// </summary>
public sealed class StateStore(LocalAwsOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _locks = new();

    /// <summary>Reads a document; a new <typeparamref name="T"/> when there is none.</summary>
    /// <param name="name">Lower-case words and dashes, with <c>/</c> for a folder; without <c>.json</c>.</param>
    /// <exception cref="InvalidDataException">The file is not the JSON that was written.</exception>
    public async Task<T> ReadAsync<T>(string name, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : new()
    {
        using var turn = await TakeTurnAsync(name, cancellationToken);
        return await ReadFileAsync(PathOf(name), type, cancellationToken);
    }

    /// <summary>Replaces a document.</summary>
    public async Task WriteAsync<T>(string name, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(name, cancellationToken);
        await PrivateFile.WriteAsync(PathOf(name), JsonSerializer.SerializeToUtf8Bytes(document, type), cancellationToken);
    }

    /// <summary>Reads, changes and writes a document with nobody in between. Nothing is written when <paramref name="change"/> throws.</summary>
    /// <returns>The document as it was written.</returns>
    public async Task<T> UpdateAsync<T>(string name, JsonTypeInfo<T> type, Func<T, T> change, CancellationToken cancellationToken) where T : new()
    {
        using var turn = await TakeTurnAsync(name, cancellationToken);
        var changed = change(await ReadFileAsync(PathOf(name), type, cancellationToken));
        await PrivateFile.WriteAsync(PathOf(name), JsonSerializer.SerializeToUtf8Bytes(changed, type), cancellationToken);
        return changed;
    }

    public void Dispose()
    {
        foreach (var turn in _locks.Values)
            turn.Dispose();
    }

    private static async Task<T> ReadFileAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : new()
    {
        if (!File.Exists(path))
            return new();
        try
        {
            await using var file = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync(file, type, cancellationToken) ?? new();
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"'{path}' is not what LocalAws wrote: {error.Message} Correct it, or delete it to begin anew.", error);
        }
    }

    private string PathOf(string name) => Path.Combine(options.StateDirectory, name + ".json");

    private async Task<Turn> TakeTurnAsync(string name, CancellationToken cancellationToken)
    {
        var turn = _locks.GetOrAdd(name, _ => new(1, 1));
        await turn.WaitAsync(cancellationToken);
        return new(turn);
    }

    private readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

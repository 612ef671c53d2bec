using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>
/// The streams of all groups, in a folder for each group. A group has a budget on disk: when it is spent, the streams that were
/// written to least recently go.
/// </summary>
internal sealed partial class LogStreams(LocalAwsOptions options, LogSettings settings, TimeProvider time, ILogger<LogStreams> log) : IDisposable
{
    private const int NameBytes = 16;

    private readonly ConcurrentDictionary<(string Group, string Stream), LogFile> _files = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _loaded;

    private string Root => Path.Combine(options.StateDirectory, "logs");

    /// <summary>In order of their names.</summary>
    public async Task<IReadOnlyList<LogFile>> ListAsync(string group, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        return [.. _files.Values.Where(file => file.Header.Group == group).OrderBy(file => file.Header.Stream, StringComparer.Ordinal)];
    }

    /// <exception cref="AwsErrorException"><c>ResourceNotFoundException</c>.</exception>
    public async Task<LogFile> GetAsync(string group, string stream, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        return _files.GetValueOrDefault((group, stream)) ?? throw LogErrors.NoStream();
    }

    /// <summary>The stream, which is made if it is not there.</summary>
    /// <returns>Whether it was made.</returns>
    public async Task<(LogFile File, bool Made)> EnsureAsync(string group, string stream, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_files.TryGetValue((group, stream), out var known))
                return (known, false);
            await KeepBudgetAsync(group, cancellationToken);
            var path = Path.Combine(Root, FileName(group), FileName(stream) + ".jsonl");
            var made = await LogFile.CreateAsync(path, new(group, stream, time.GetUtcNow()), settings.FileBytes, cancellationToken);
            _files[(group, stream)] = made;
            return (made, true);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <exception cref="AwsErrorException"><c>ResourceNotFoundException</c>.</exception>
    public async Task RemoveAsync(string group, string stream, CancellationToken cancellationToken)
    {
        var file = await GetAsync(group, stream, cancellationToken);
        _files.TryRemove((group, stream), out _);
        await file.RemoveAsync(cancellationToken);
    }

    public async Task RemoveGroupAsync(string group, CancellationToken cancellationToken)
    {
        foreach (var file in await ListAsync(group, cancellationToken))
            await RemoveAsync(group, file.Header.Stream, cancellationToken);
    }

    /// <summary>A number for a stream that is the same in every process.</summary>
    public static ulong NumberOf(string stream) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(stream)));

    public void Dispose()
    {
        foreach (var file in _files.Values)
            file.Dispose();
        _turn.Dispose();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _loaded))
            return;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_loaded)
                return;
            PrivateFile.CreateDirectory(Root);
            foreach (var path in Directory.EnumerateFiles(Root, "*.jsonl", SearchOption.AllDirectories))
            {
                if (await LogFile.OpenAsync(path, settings.FileBytes, cancellationToken) is { } file)
                    _files[(file.Header.Group, file.Header.Stream)] = file;
            }

            Volatile.Write(ref _loaded, true);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task KeepBudgetAsync(string group, CancellationToken cancellationToken)
    {
        var files = _files.Values.Where(file => file.Header.Group == group)
            .OrderBy(file => file.Facts.LastIngestion ?? file.Header.CreatedAt.ToUnixTimeMilliseconds()).ToList();
        var spent = files.Sum(file => file.Facts.Bytes);
        foreach (var file in files.TakeWhile(file => spent > settings.GroupBytes))
        {
            spent -= file.Facts.Bytes;
            _files.TryRemove((group, file.Header.Stream), out _);
            await file.RemoveAsync(cancellationToken);
            Dropped(group, file.Header.Stream);
        }
    }

    private static string FileName(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, NameBytes));

    [LoggerMessage(LogLevel.Information, "Log group {Group} is full: its stream {Stream}, written to least recently, is removed")]
    private partial void Dropped(string group, string stream);
}

using System.Text;
using System.Text.Json;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>
/// The events of one stream: a line of JSON each, appended to a file. When the file is full it takes the place of the one before it, so a stream has
/// two at most and its oldest events go.
/// </summary>
public sealed class LogFile : IDisposable
{
    private readonly string _path;
    private readonly long _limit;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private LogFileFacts _facts;
    private bool _removed;

    private LogFile(string path, LogFileHeader header, LogFileFacts facts, long limit) => (_path, Header, _facts, _limit) = (path, header, facts, limit);

    public LogFileHeader Header { get; }

    public LogFileFacts Facts => _facts;

    private string OlderPath => _path + ".old";

    public static async Task<LogFile> CreateAsync(string path, LogFileHeader header, long limit, CancellationToken cancellationToken)
    {
        var file = new LogFile(path, header, new(), limit);
        await file.BeginAsync(cancellationToken);
        return file;
    }

    /// <summary>Takes up a file of an earlier process, without the line that was being written when it died.</summary>
    /// <returns>Null when it is no log file.</returns>
    public static async Task<LogFile?> OpenAsync(string path, long limit, CancellationToken cancellationToken)
    {
        var lines = await LogLines.ReadAsync(path, cancellationToken);
        if (lines.Count == 0 || LogLines.Header(lines[0]) is not { } header)
            return null;
        await LogLines.CutAsync(path, cancellationToken);
        var file = new LogFile(path, header, new() { CurrentBytes = new FileInfo(path).Length }, limit);
        if (File.Exists(file.OlderPath))
            file._facts = file._facts with { OlderBytes = new FileInfo(file.OlderPath).Length };
        foreach (var entry in await file.ReadAllAsync(cancellationToken))
            file._facts = file._facts.With(entry);
        return file;
    }

    /// <summary>Adds events; their ordinals are given here.</summary>
    public async Task AppendAsync(IReadOnlyList<LogEvent> events, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_removed || events.Count == 0)
                return;
            if (_facts.CurrentBytes > _limit)
                await RotateAsync(cancellationToken);
            var facts = _facts;
            var text = new StringBuilder();
            foreach (var entry in events)
            {
                var numbered = entry with { Ordinal = facts.NextOrdinal };
                text.Append(JsonSerializer.Serialize(numbered, LogJson.Default.LogEvent)).Append('\n');
                facts = facts.With(numbered);
            }

            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            // Half a batch is worse than a late one: not to be cancelled.
            await using (var stream = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read))
                await stream.WriteAsync(bytes, CancellationToken.None);
            _facts = facts with { CurrentBytes = facts.CurrentBytes + bytes.Length };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>All events by time, then by arrival.</summary>
    public async Task<IReadOnlyList<LogEvent>> ReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return _removed ? [] : [.. (await ReadAllAsync(cancellationToken)).OrderBy(entry => entry.Timestamp).ThenBy(entry => entry.Ordinal)];
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _removed = true;
            File.Delete(_path);
            File.Delete(OlderPath);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task RotateAsync(CancellationToken cancellationToken)
    {
        File.Move(_path, OlderPath, overwrite: true);
        _facts = _facts with { OlderBytes = _facts.CurrentBytes };
        await BeginAsync(cancellationToken);
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var header = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(Header, LogJson.Default.LogFileHeader) + "\n");
        await PrivateFile.WriteAsync(_path, header, cancellationToken);
        _facts = _facts with { CurrentBytes = header.Length };
    }

    private async Task<List<LogEvent>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var events = new List<LogEvent>();
        foreach (var path in new[] { OlderPath, _path }.Where(File.Exists))
            events.AddRange((await LogLines.ReadAsync(path, cancellationToken)).Skip(1).Select(LogLines.Event).OfType<LogEvent>());
        return events;
    }
}

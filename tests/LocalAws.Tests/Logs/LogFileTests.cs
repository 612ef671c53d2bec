
using Slipway.LocalAws.Logs.Api;

namespace Slipway.LocalAws.Tests.Logs;

public sealed class LogFileTests
{
    private const long Limit = 2000;

    private static readonly LogFileHeader Header = new("group", "stream", DateTimeOffset.UnixEpoch);

    private string _directory = "";

    private string FilePath => Path.Combine(_directory, "stream.jsonl");

    [SetUp]
    public void CreateDirectory() => _directory = Directory.CreateTempSubdirectory("log-file-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task Events_are_found_again_in_the_order_of_their_time()
    {
        using (var file = await LogFile.CreateAsync(FilePath, Header, Limit, default))
        {
            await file.AppendAsync([Event(2, "b"), Event(3, "c")], default);
            await file.AppendAsync([Event(1, "a"), Event(2, "b2")], default);
        }

        using var opened = await LogFile.OpenAsync(FilePath, Limit, default);
        var events = await opened!.ReadAsync(default);

        Assert.That(events.Select(entry => $"{entry.Ordinal} {entry.Message}"), Is.EqualTo(new[] { "3 a", "1 b", "4 b2", "2 c" }));
        Assert.That((opened.Header, opened.Facts.NextOrdinal, opened.Facts.FirstTimestamp, opened.Facts.LastTimestamp), Is.EqualTo((Header, 5L, (long?)1, (long?)3)));
    }

    [Test]
    public async Task A_line_that_was_cut_by_the_death_of_the_process_is_dropped_and_the_next_one_is_whole()
    {
        using (var file = await LogFile.CreateAsync(FilePath, Header, Limit, default))
            await file.AppendAsync([Event(1, "a")], default);
        await File.AppendAllTextAsync(FilePath, """{"ordinal":2,"times""");

        using var opened = await LogFile.OpenAsync(FilePath, Limit, default);
        await opened!.AppendAsync([Event(2, "b")], default);
        var events = await opened.ReadAsync(default);

        Assert.That(events.Select(entry => $"{entry.Ordinal} {entry.Message}"), Is.EqualTo(new[] { "1 a", "2 b" }));
    }

    [Test]
    public async Task A_stream_takes_no_more_than_two_files_and_loses_its_oldest_events()
    {
        using var file = await LogFile.CreateAsync(FilePath, Header, Limit, default);
        for (var number = 1; number <= 100; number++)
            await file.AppendAsync([Event(number, $"message {number}")], default);

        var events = await file.ReadAsync(default);

        Assert.That(new DirectoryInfo(_directory).EnumerateFiles().Sum(stored => stored.Length), Is.LessThan(2 * (Limit + 200)).And.EqualTo(file.Facts.Bytes));
        Assert.That((events.Count < 100, events[^1].Message), Is.EqualTo((true, "message 100")));
    }

    private static LogEvent Event(long timestamp, string message) => new(0, timestamp, 9, message);
}
